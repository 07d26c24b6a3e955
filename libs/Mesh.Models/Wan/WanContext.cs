using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.Wan;

/// <summary>What every block sees besides its tokens.</summary>
/// <param name="Text">Projected text, padding included, [B, TextLength, C].</param>
/// <param name="Time">Six parts of the projected timestep, float32, [B, 6, C].</param>
/// <param name="Rope">Positions of the video tokens.</param>
internal sealed record WanContext(Tensor Text, Tensor Time, Rope Rope);
