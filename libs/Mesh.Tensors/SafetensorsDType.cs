using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>Element types of the safetensors format.</summary>
internal static class SafetensorsDType
{
    private static readonly (string Name, ScalarType DType, int Size)[] Table =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The element type of a header name, or null for one that this library does not know.</summary>
    public static ScalarType? Parse(string? name) =>
        Table.FirstOrDefault(row => row.Name == name) is { Name: not null } row ? row.DType : null;

    /// <exception cref="NotSupportedException">The format has no such element type.</exception>
    public static string NameOf(ScalarType dtype) =>
        Table.FirstOrDefault(row => row.DType == dtype).Name
        ?? throw new NotSupportedException($"A safetensors file cannot hold {dtype}.");

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(ScalarType dtype) => Table.First(row => row.DType == dtype).Size;
}
