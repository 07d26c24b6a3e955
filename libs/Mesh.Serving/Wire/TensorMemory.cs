using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Mesh.Serving.Wire;

/// <summary>The memory of a tensor, as messages take it. The tensor stays the caller's.</summary>
/// <param name="tensor">On the CPU, contiguous, at most 2 GiB.</param>
internal sealed unsafe class TensorMemory(Tensor tensor) : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(tensor.bytes.Length);

    public override Span<byte> GetSpan() => tensor.bytes;

    // It lies outside the managed heap and does not move.
    public override MemoryHandle Pin(int elementIndex = 0) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes)) + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
