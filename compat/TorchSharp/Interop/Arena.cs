using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Memory for the arrays of one call: a stack buffer, and the heap when that is full.</summary>
internal unsafe ref struct Arena(byte* buffer, int length)
{
    private byte* _next = buffer;
    private int _left = length;
    private List<nint>? _heap;

    /// <summary>Uninitialised memory that stays in place until <see cref="Free"/>.</summary>
    internal Span<T> Take<T>(int count) where T : unmanaged
    {
        var size = (count * sizeof(T) + 7) & ~7;
        if (size > _left)
        {
            var block = (nint)NativeMemory.Alloc((nuint)size);
            (_heap ??= []).Add(block);
            return new Span<T>((void*)block, count);
        }
        var taken = new Span<T>(_next, count);
        _next += size;
        _left -= size;
        return taken;
    }

    internal static long Address<T>(Span<T> memory) where T : unmanaged =>
        (long)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));

    internal readonly void Free()
    {
        foreach (var block in _heap ?? [])
            NativeMemory.Free((void*)block);
    }
}
