using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Weights.Conversion;

/// <summary>A tensor of the output, which is made when its turn comes.</summary>
/// <param name="Slot">Its name, element type and shape.</param>
/// <param name="Make">Makes it; the result is owned by the caller.</param>
internal sealed record ConvertedTensor(TensorSlot Slot, Func<Tensor> Make)
{
    /// <summary>Bytes it takes in a file.</summary>
    public long Bytes => Slot.Shape.Aggregate((long)Slot.DType.ElementSize(), (bytes, size) => bytes * size);
}
