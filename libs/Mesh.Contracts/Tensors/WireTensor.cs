using Mesh.Contracts.Objects.V1;

namespace Mesh.Contracts.Tensors;

/// <summary>A tensor as it travels: bytes with a name, an element type and a shape.</summary>
/// <param name="Name">What it is called among those it travels with.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Bytes">Little-endian elements; product of the shape times the element size of them.</param>
public sealed record WireTensor(string Name, DType DType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes);

/// <summary>Facts about element types.</summary>
public static class WireDType
{
    /// <summary>Bytes of one element; null for what is no element type.</summary>
    public static int? SizeOf(DType dtype) => dtype switch
    {
        DType.Float64 or DType.Int64 => 8,
        DType.Float32 or DType.Int32 => 4,
        DType.Float16 or DType.Bfloat16 => 2,
        DType.Uint8 or DType.Bool => 1,
        _ => null,
    };
}
