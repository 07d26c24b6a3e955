using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors from managed memory and by the operators that make new ones.</summary>
internal static unsafe class Create
{
    /// <summary>A new tensor by zeros, ones, empty or rand: size, dtype, layout, device, and so on.</summary>
    internal static Tensor New(
        Op op, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        RequireUnnamed(names);
        return op.Call(size, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)).Requiring(requires_grad);
    }

    internal static Tensor Random(
        Op op, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator,
        string[]? names)
    {
        RequireUnnamed(names);
        var (type, place) = (dtype ?? get_default_dtype(), InitializeDevice(device));
        return op.Call(size, generator, type, Arg.None, place).Requiring(requires_grad);
    }

    internal static Tensor Full(
        ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        RequireUnnamed(names);
        ArgumentNullException.ThrowIfNull(value);
        var type = dtype ?? (is_floating_point(value.Type) ? get_default_dtype() : Inferred(value.Type));
        return Ops.full.Call(size, value, type, Arg.None, InitializeDevice(device)).Requiring(requires_grad);
    }

    /// <summary>A copy of managed numbers in a new tensor.</summary>
    internal static Tensor From<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names = null) where T : unmanaged
    {
        RequireUnnamed(names);
        long count = 1;
        foreach (var length in size)
            count *= length;
        if (count != data.Length)
            throw new ArgumentException(
                $"{data.Length} elements cannot have the shape [{string.Join(", ", size.ToArray())}].", nameof(size));

        var (source, place) = (Elements.TypeOf<T>(), InitializeDevice(device));
        var tensor = Ops.empty_memory_format.Call(size, source, Arg.None, CPU);
        data.CopyTo(new Span<T>(tensor.Meta.Data, data.Length));
        if ((dtype is { } type && type != source) || place.type != DeviceType.CPU)
            tensor = tensor.to(dtype ?? source, place, disposeAfter: true);
        return tensor.Requiring(requires_grad);
    }

    /// <summary>A copy of a .NET array of any rank.</summary>
    internal static Tensor From<T>(
        Array data, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var size = new long[data.Rank];
        for (var k = 0; k < size.Length; k++)
            size[k] = data.GetLongLength(k);
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data));
        return From<T>(
            MemoryMarshal.CreateReadOnlySpan(ref first, data.Length), size, dtype, device, requires_grad, names);
    }

    internal static Tensor From<T>(
        IList<T> data, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return From((ReadOnlySpan<T>)(data as T[] ?? [.. data]), size, dtype, device, requires_grad, names);
    }

    internal static Tensor One<T>(T value, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged =>
        From([value], [], dtype, device, requires_grad);

    /// <summary>The dtype that libtorch infers: int64 for whole numbers.</summary>
    internal static ScalarType Inferred(ScalarType type) =>
        is_integral(type) && type != ScalarType.Bool ? ScalarType.Int64 : type;

    internal static void RequireUnnamed(string[]? names)
    {
        if (names is not null)
            throw new NotSupportedException("Named dimensions are not supported.");
    }
}
