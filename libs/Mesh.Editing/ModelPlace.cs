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
    internal Layers Layers(NetworkFile network) => Nn.Layers.On(Device, PrecisionOf(network)) with
    {
        ResidentBlocks = network.Part == ModelParts.Transformer ? Memory.ResidentBlocks : null,
    };

    // What the caller chose, then what a plan did, then what the folder says, then what suits the device.
    private ScalarType PrecisionOf(NetworkFile network)
    {
        if (IsChosen)
            return DType;
        if (Precision.TryGetValue(network.Part, out var planned))
            return planned;
        return network.DType ?? (Device.type == TorchSharp.DeviceType.CPU ? DType : network.GpuDType);
    }
}
