using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using static TorchSharp.torch;

namespace Mesh.Serving.Wire;

/// <summary>Tensors as the networks take them to tensors as they travel, and back.</summary>
public static class TensorConversion
{
    private static readonly (DType Wire, ScalarType Torch)[] Types =
    [
        (DType.Float32, ScalarType.Float32),
        (DType.Float16, ScalarType.Float16),
        (DType.Bfloat16, ScalarType.BFloat16),
        (DType.Float64, ScalarType.Float64),
        (DType.Int64, ScalarType.Int64),
        (DType.Int32, ScalarType.Int32),
        (DType.Uint8, ScalarType.Byte),
        (DType.Bool, ScalarType.Bool),
    ];

    /// <summary>The memory of a tensor under a name.</summary>
    /// <param name="tensor">On the CPU and contiguous; it must live until the result was sent.</param>
    /// <param name="name">What it is called on the wire.</param>
    /// <exception cref="NotSupportedException">The wire has no such element type.</exception>
    public static WireTensor ToWire(this Tensor tensor, string name)
    {
        var type = Types.FirstOrDefault(type => type.Torch == tensor.dtype).Wire;
        return type == DType.Unspecified
            ? throw new NotSupportedException($"Tensor '{name}' of {tensor.dtype} cannot travel.")
            : new(name, type, tensor.shape, new TensorMemory(tensor).Memory);
    }

    /// <summary>A tensor of the received bytes, owned by the caller.</summary>
    public static Tensor ToTensor(this WireTensor wire)
    {
        var tensor = empty([.. wire.Shape], Types.First(type => type.Wire == wire.DType).Torch);
        if (!wire.Bytes.IsEmpty)
            wire.Bytes.Span.CopyTo(tensor.bytes);
        return tensor;
    }
}
