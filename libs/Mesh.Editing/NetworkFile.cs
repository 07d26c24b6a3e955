using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>A network of a model folder: where its weights lie and what they must be.</summary>
/// <param name="Part">What it does in an edit.</param>
/// <param name="Name">In words.</param>
/// <param name="Files">Files or folders that may hold the weights; the first that exists is taken.</param>
/// <param name="Build">Makes it.</param>
internal sealed record NetworkFile(
    ModelParts Part, string Name, IReadOnlyList<string> Files, Func<Layers, nn.Module> Build)
{
    /// <summary>From published names to keys of the network; null for one that it does not need.</summary>
    public Func<IEnumerable<string>, nn.Module, Func<string, string?>> Keys { get; init; } =
        static (_, _) => static name => name;

    /// <summary>Its lists of equal blocks that can share a few places on the device.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Precision that the folder names; null for none.</summary>
    public ScalarType? DType { get; init; }

    /// <summary>Precision that its authors run it in on GPUs.</summary>
    public ScalarType GpuDType { get; init; } = ScalarType.Float32;
}
