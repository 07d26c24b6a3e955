using static TorchSharp.torch;

namespace Mesh.Models;

/// <summary>What a window of a film shows a model.</summary>
/// <param name="Video">[1, 3, F, H, W] in [-1, 1].</param>
public sealed record SourceClip(Tensor Video)
{
    /// <summary>What is to be made anew, 1, and what is to stay, 0: [1, 1, F, H, W]; null for everything.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Pictures of what is meant, each [1, 3, 1, H, W] in [-1, 1].</summary>
    public IReadOnlyList<Tensor> References { get; init; } = [];
}
