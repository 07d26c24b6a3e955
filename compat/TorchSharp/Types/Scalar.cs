using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number as an argument of an operator.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly double _imaginary;
    private readonly long _whole;

    private Scalar(ScalarType type, long value)
    {
        Type = type;
        _whole = value;
        _real = value;
    }

    private Scalar(ScalarType type, double real, double imaginary = 0)
    {
        Type = type;
        _real = real;
        _imaginary = imaginary;
        _whole = double.IsFinite(real) ? (long)real : 0;
    }

    public ScalarType Type { get; }

    internal double Real => _real;

    internal double Imaginary => _imaginary;

    internal long Whole => _whole;

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, (long)value);
    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, (long)value);
    public static implicit operator Scalar(short value) => new(ScalarType.Int16, (long)value);
    public static implicit operator Scalar(int value) => new(ScalarType.Int32, (long)value);
    public static implicit operator Scalar(long value) => new(ScalarType.Int64, value);
    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, value ? 1L : 0L);
    public static implicit operator Scalar(float value) => new(ScalarType.Float32, value);
    public static implicit operator Scalar(double value) => new(ScalarType.Float64, value);
    public static implicit operator Scalar(Half value) => new(ScalarType.Float16, (double)value);
    public static implicit operator Scalar(BFloat16 value) => new(ScalarType.BFloat16, value.ToSingle());
    public static implicit operator Scalar((float, float) value) =>
        new(ScalarType.ComplexFloat32, value.Item1, value.Item2);
    public static implicit operator Scalar(Complex value) =>
        new(ScalarType.ComplexFloat64, value.Real, value.Imaginary);

    /// <summary>Does nothing: a scalar holds no native memory.</summary>
    public void Dispose()
    {
    }

    internal Arg ToArg() => Type switch
    {
        ScalarType.Bool => _whole != 0,
        ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 => Arg.Complex(_real, _imaginary),
        _ when is_integral(Type) => _whole,
        _ => _real,
    };
}
