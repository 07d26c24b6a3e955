using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Tensors to .NET numbers and text.</summary>
public static partial class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();
    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();
    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();
    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();
    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();
    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();
    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();
    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();
    public static BFloat16 ToBFloat16(this Tensor value) => value.ToScalar().ToBFloat16();
    public static Complex ToComplexFloat64(this Tensor value) => value.ToScalar().ToComplexFloat64();
    public static (float Real, float Imaginary) ToComplexFloat32(this Tensor value) =>
        value.ToScalar().ToComplexFloat32();

    /// <summary>A tensor of no dimension.</summary>
    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false)
        where T : struct => from_array(new[] { scalar }, null, device, requires_grad).reshape([]);

    /// <summary>A parameter over the tensor's memory, which it takes.</summary>
    public static Modules.Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>Bytes of one element.</summary>
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"Unknown element type {type}.", nameof(type)),
    };

    /// <summary>Elements of a shape.</summary>
    public static long TotalSize(this IEnumerable<long> shape) =>
        shape.Aggregate(1L, (count, length) => count * length);
}
