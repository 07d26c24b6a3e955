using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Models.JointDit;

/// <summary>Shift, scale and gate of a branch.</summary>
/// <param name="Shift">[B, 1 or L, C].</param>
/// <param name="Scale">[B, 1 or L, C].</param>
/// <param name="Gate">[B, 1 or L, C].</param>
internal readonly record struct JointModulation(Tensor Shift, Tensor Scale, Tensor Gate)
{
    /// <summary>Splits the output of a modulation layer.</summary>
    /// <param name="parts">[B, n 3 C], or [B, L, n 3 C].</param>
    /// <param name="count">n branches.</param>
    public static JointModulation[] Of(Tensor parts, int count)
    {
        var rows = parts.dim() == 2 ? parts.unsqueeze(1) : parts;
        return [.. rows.chunk(3 * count, -1).Chunk(3)
            .Select(three => new JointModulation(three[0], three[1], three[2]))];
    }

    /// <summary>Layer norm without weights, then scale and shift.</summary>
    /// <returns>Element type of the modulation.</returns>
    public Tensor Apply(Tensor x) => (Normalization.LayerNorm(x) * (1 + Scale) + Shift).to(Scale.dtype);
}
