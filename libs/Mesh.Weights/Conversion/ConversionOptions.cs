using Mesh.Weights.Kinds;
using Mesh.Weights.Lora;
using static TorchSharp.torch;

namespace Mesh.Weights.Conversion;

/// <summary>What becomes of weights on their way from one file to another.</summary>
public sealed record ConversionOptions
{
    /// <summary>Precision of the floating-point tensors; null keeps each one's own.</summary>
    public ScalarType? DType { get; init; }

    /// <summary>Whose names the tensors get; null keeps theirs.</summary>
    public NameLayout? Names { get; init; }

    /// <summary>Most bytes of one file, beyond which the output is several and an index; null is one file.</summary>
    public long? ShardBytes { get; init; }

    /// <summary>An adapter that is folded into the weights.</summary>
    public string? Lora { get; init; }

    /// <summary>Share of the adapter that is folded in.</summary>
    public double LoraStrength { get; init; } = 1;

    /// <summary>How an adapter is written, when the input is one.</summary>
    public LoraLayout? LoraLayout { get; init; }

    /// <summary>The network that an adapter belongs to, where the adapter alone does not tell enough.</summary>
    public string? LoraBase { get; init; }
}
