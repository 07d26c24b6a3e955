using Mesh.Editing.Memory;
using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Editing;

/// <summary>Where weights lie and in which precision.</summary>
/// <param name="Device">Of all networks.</param>
/// <param name="DType">Of the networks whose folder says nothing else.</param>
public sealed record ModelPlace(Device Device, ScalarType DType)
{
    /// <summary>How the networks share memory.</summary>
    public ModelMemory Memory { get; init; } = new();

    /// <summary>Whether the caller chose the precision, so that what the folder says does not count.</summary>
    public bool IsChosen { get; init; } = true;

    /// <summary>Precision of single parts, which a plan chose; it goes before what the folder says.</summary>
    public IReadOnlyDictionary<ModelParts, ScalarType> Precision { get; init; } =
        new Dictionary<ModelParts, ScalarType>();

    /// <summary>Layers of a network.</summary>
    /// <param name="part">The network.</param>
    /// <param name="published">Precision that the folder names for it; null for none.</param>
    internal Layers Layers(ModelParts part, ScalarType? published = null) =>
        Nn.Layers.On(Device, Chosen(part) ?? published ?? DType) with
        {
            ResidentBlocks = part == ModelParts.Transformer ? Memory.ResidentBlocks : null,
        };

    private ScalarType? Chosen(ModelParts part)
    {
        if (IsChosen)
            return DType;
        return Precision.TryGetValue(part, out var dtype) ? dtype : null;
    }
}
