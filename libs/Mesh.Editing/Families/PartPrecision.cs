using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Mesh.Editing.Families;

/// <summary>Precision of the networks of a folder; null leaves it to whoever loads it.</summary>
public sealed record PartPrecision
{
    public WeightPrecision? Text { get; init; }

    public WeightPrecision? Vae { get; init; }

    public WeightPrecision? Transformer { get; init; }

    internal static ScalarType? DType(WeightPrecision? precision) => precision switch
    {
        WeightPrecision.BFloat16 => ScalarType.BFloat16,
        WeightPrecision.Float16 => ScalarType.Float16,
        WeightPrecision.Float32 => ScalarType.Float32,
        _ => null,
    };
}

/// <summary>Element type of weights.</summary>
public enum WeightPrecision
{
    [JsonStringEnumMemberName("float32")]
    Float32,

    [JsonStringEnumMemberName("float16")]
    Float16,

    [JsonStringEnumMemberName("bfloat16")]
    BFloat16,
}
