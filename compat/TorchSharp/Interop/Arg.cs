using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An argument of an <see cref="Op"/>; everything that operators take converts to it.</summary>
internal readonly struct Arg
{
    private readonly object? _ref;
    private readonly long _bits;
    private readonly Tag _tag;
    private readonly int _n;

    private Arg(Tag tag, long bits, object? reference = null, int n = 0)
    {
        _tag = tag;
        _bits = bits;
        _ref = reference;
        _n = n;
    }

    internal static Arg None => new(Tag.None, 0);

    /// <summary>The schema's default value.</summary>
    internal static Arg Default => default;

    internal object? Reference => _ref;

    public static implicit operator Arg(Tensor? v) => v is null ? None : new(Tag.Tensor, 0, v);
    public static implicit operator Arg(long v) => new(Tag.Int, v);
    public static implicit operator Arg(int v) => new(Tag.Int, v);
    public static implicit operator Arg(double v) => new(Tag.Double, BitConverter.DoubleToInt64Bits(v));
    public static implicit operator Arg(bool v) => new(Tag.Bool, v ? 1 : 0);
    public static implicit operator Arg(ScalarType v) => new(Tag.Int, (long)v);
    public static implicit operator Arg(long? v) => v is { } given ? given : None;
    public static implicit operator Arg(double? v) => v is { } given ? given : None;
    public static implicit operator Arg(bool? v) => v is { } given ? given : None;
    public static implicit operator Arg(ScalarType? v) => v is { } given ? given : None;
    public static implicit operator Arg(string? v) => v is null ? None : new(Tag.String, 0, v);
    public static implicit operator Arg(long[]? v) => v is null ? None : new(Tag.Ints, 0, v);
    public static implicit operator Arg(ReadOnlySpan<long> v) => new(Tag.Ints, 0, v.ToArray());
    public static implicit operator Arg(double[]? v) => v is null ? None : new(Tag.Doubles, 0, v);
    public static implicit operator Arg(bool[]? v) => v is null ? None : new(Tag.Bools, 0, v);
    public static implicit operator Arg(Tensor?[]? v) => v is null ? None : new(Tag.Tensors, 0, v);
    public static implicit operator Arg(Device? v) =>
        v is null ? None : new(Tag.Device, (long)v.type, null, v.type == DeviceType.CPU ? -1 : v.index);
    public static implicit operator Arg(Generator? v) => v is null ? None : new(Tag.Generator, 0, v);
    public static implicit operator Arg(Scalar? v) => v is null ? None : v.ToArg();

    internal static Arg Complex(double real, double imaginary) =>
        new(Tag.Complex, 0, new[] { real, imaginary });

    /// <summary>Writes the value for the bridge; arrays go to the arena.</summary>
    /// <exception cref="ObjectDisposedException">A tensor or generator is disposed.</exception>
    internal unsafe void Write(XVal* value, ref Arena arena)
    {
        value->Tag = _tag;
        value->N = _n;
        value->Bits = _bits;
        if (_ref is null)
            return;
        if (_tag == Tag.Tensor)
            value->Bits = ((Tensor)_ref).Handle;
        else
            WriteReference(value, ref arena);
    }

    private unsafe void WriteReference(XVal* value, ref Arena arena)
    {
        switch (_ref)
        {
            case Generator generator:
                value->Bits = generator.Handle;
                break;
            case string text:
                var utf8 = arena.Take<byte>(Encoding.UTF8.GetMaxByteCount(text.Length));
                value->N = Encoding.UTF8.GetBytes(text, utf8);
                value->Bits = Arena.Address(utf8);
                break;
            case long[] numbers:
                value->N = numbers.Length;
                value->Bits = Copy(numbers, ref arena);
                break;
            case double[] numbers:
                value->N = numbers.Length;
                value->Bits = Copy(numbers, ref arena);
                break;
            case bool[] flags:
                value->N = flags.Length;
                var bits = arena.Take<long>(flags.Length);
                for (var k = 0; k < flags.Length; k++)
                    bits[k] = flags[k] ? 1 : 0;
                value->Bits = Arena.Address(bits);
                break;
            case Tensor?[] tensors:
                value->N = tensors.Length;
                var handles = arena.Take<nint>(tensors.Length);
                for (var k = 0; k < tensors.Length; k++)
                    handles[k] = tensors[k] is { } tensor ? tensor.Handle : 0;
                value->Bits = Arena.Address(handles);
                break;
        }
    }

    private static long Copy<T>(T[] source, ref Arena arena) where T : unmanaged
    {
        var copy = arena.Take<T>(source.Length);
        source.CopyTo(copy);
        return Arena.Address(copy);
    }
}
