using static TorchSharp.torch;

namespace Mesh.Tensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="DType">Stored element type.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Offset">Byte of the file at which the tensor starts.</param>
/// <param name="Length">Size in bytes.</param>
public sealed record TensorEntry(ScalarType DType, long[] Shape, long Offset, long Length);
