using static TorchSharp.torch;

namespace Mesh.Models.JointDit;

/// <summary>Image and text tokens between two blocks.</summary>
/// <param name="Image">Tokens of the picture and of its references, [B, Li, C].</param>
/// <param name="Text">Tokens of the text, [B, Lt, C].</param>
internal sealed record JointStreams(Tensor Image, Tensor Text);
