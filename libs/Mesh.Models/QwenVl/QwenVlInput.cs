using static TorchSharp.torch;

namespace Mesh.Models.QwenVl;

/// <summary>Prompts with pictures and videos among the words.</summary>
/// <param name="Ids">Token ids, every merged cell of a picture as its token, int64, [B, L].</param>
/// <param name="Mask">1 for a token and 0 for padding on either side, int64, [B, L].</param>
public sealed record QwenVlInput(Tensor Ids, Tensor Mask)
{
    /// <summary>Pictures in the order in which they are read; null without any.</summary>
    public VisualPatches? Images { get; init; }

    /// <summary>Videos in the order in which they are read; null without any.</summary>
    public VisualPatches? Videos { get; init; }
}

/// <summary>Pictures, or videos, as rows of patches.</summary>
/// <param name="Rows">
/// One row per patch with the numbers in the order (channel, frame, y, x); the patches of a merged cell follow one
/// another; all pictures one behind the other: [patches, 3 * frames * side * side].
/// </param>
/// <param name="Grids">One for each picture.</param>
public sealed record VisualPatches(Tensor Rows, IReadOnlyList<PatchGrid> Grids)
{
    /// <summary>Seconds from one time step of each video to the next; null is one second.</summary>
    public IReadOnlyList<double>? SecondsPerStep { get; init; }
}
