using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor of the CPU.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly XMeta _meta;
    private readonly long[] _shape;
    private readonly long[] _stride;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _meta = tensor.Meta;
        Tensor.RequireReadable(_meta);
        _shape = tensor.shape;
        _stride = tensor.stride();
    }

    public long Count => _meta.NumberOfElements;

    public bool IsReadOnly => false;

    private bool IsContiguous => (_meta.Flags & MetaFlags.Contiguous) != 0;

    /// <summary>An element by its position in every dimension, or one number that counts all of them.</summary>
    public T this[params long[] indices]
    {
        get => *At(Offset(indices));
        set => *At(Offset(indices)) = value;
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.Equals(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !left.Equals(right);

    /// <summary>All elements, the last dimension fastest.</summary>
    public T[] ToArray()
    {
        var copy = new T[Count];
        CopyTo(copy);
        return copy;
    }

    /// <summary>An array of the tensor's rank.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0)
            return ToArray();
        var copy = Array.CreateInstance(typeof(T), _shape);
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(copy));
        CopyTo(MemoryMarshal.CreateSpan(ref first, checked((int)Count)));
        return copy;
    }

    /// <summary>Copies elements from <paramref name="tensorIndex"/> on until the array is full or they end.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (IsContiguous)
            new ReadOnlySpan<T>(At(tensorIndex), count).CopyTo(target);
        else
            for (var k = 0; k < count; k++)
                target[k] = *At(Strided(tensorIndex + k));
        GC.KeepAlive(_tensor);
    }

    /// <summary>Writes elements from <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (IsContiguous)
            source[..count].CopyTo(new Span<T>(At(tensorIndex), count));
        else
            for (var k = 0; k < count; k++)
                *At(Strided(tensorIndex + k)) = source[k];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long k = 0; k < Count; k++)
            yield return this[k];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this.SequenceEqual(other);

    public override int GetHashCode() => _tensor.GetHashCode();

    /// <summary>Does nothing: the tensor keeps its memory.</summary>
    public void Dispose()
    {
    }

    private T* At(long offset) =>
        _tensor.IsInvalid ? throw new ObjectDisposedException(nameof(Tensor)) : (T*)_meta.Data + offset;

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
            return indices[0] >= 0 && indices[0] < Count ? Strided(indices[0]) : throw OutOfRange(indices);
        if (indices.Length != _shape.Length)
            throw OutOfRange(indices);
        long offset = 0;
        for (var k = 0; k < indices.Length; k++)
            offset += indices[k] >= 0 && indices[k] < _shape[k]
                ? indices[k] * _stride[k]
                : throw OutOfRange(indices);
        return offset;
    }

    private long Strided(long position)
    {
        if (IsContiguous)
            return position;
        long offset = 0;
        for (var k = _shape.Length - 1; k >= 0; k--)
        {
            offset += position % _shape[k] * _stride[k];
            position /= _shape[k];
        }
        return offset;
    }

    private IndexOutOfRangeException OutOfRange(long[] indices) =>
        new($"[{string.Join(", ", indices)}] is outside the shape [{string.Join(", ", _shape)}].");
}
