using Mesh.Contracts.Objects.V1;

namespace Mesh.Contracts.Tensors;

/// <summary>Arithmetic on shapes that a stranger may have written.</summary>
internal static class TensorShape
{
    /// <summary>Bytes of a tensor; null when type or shape are none, or the product has no end.</summary>
    public static long? Bytes(DType dtype, IReadOnlyList<long> shape)
    {
        if (WireDType.SizeOf(dtype) is not { } size || shape.Any(length => length < 0))
            return null;
        if (shape.Contains(0))
            return 0;
        try
        {
            return shape.Aggregate((long)size, (bytes, length) => checked(bytes * length));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    public static string Text(IReadOnlyList<long> shape) => $"[{string.Join(", ", shape)}]";
}
