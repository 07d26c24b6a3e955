using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.JointDit;

/// <summary>What every block sees besides its tokens.</summary>
/// <param name="Image">Condition of the image tokens, [B, C], or [B, Li, C] where tokens differ.</param>
/// <param name="Text">Condition of the text tokens, [B, C].</param>
/// <param name="Rope">Positions of the text tokens, then of the image tokens.</param>
/// <param name="Mask">Keys that are seen, as <see cref="KeyMask"/> makes it, [B, 1, 1, Lt + Li]; null for all.</param>
internal sealed record JointContext(Tensor Image, Tensor Text, Rope Rope, Tensor? Mask);
