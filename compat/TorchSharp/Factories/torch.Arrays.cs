using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy of a .NET array of any rank and its element type.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return rawArray.GetType().GetElementType() switch
        {
            var t when t == typeof(float) => Create.From<float>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(double) => Create.From<double>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(long) => Create.From<long>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(int) => Create.From<int>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(short) => Create.From<short>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(sbyte) => Create.From<sbyte>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(byte) => Create.From<byte>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(bool) => Create.From<bool>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(Half) => Create.From<Half>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(BFloat16) => Create.From<BFloat16>(rawArray, dtype, device, requires_grad, names),
            var t when t == typeof(Complex) => Create.From<Complex>(rawArray, dtype, device, requires_grad, names),
            var t => throw new ArgumentException($"No tensor holds elements of type {t}.", nameof(rawArray)),
        };
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        from_array(data, dtype, device);

    /// <summary>The tensor itself if it has that dtype and device, else a converted copy.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A flat tensor over a file.</summary>
    /// <param name="filename">Path of the file.</param>
    /// <param name="shared">Whether the file is mapped and changes reach it.</param>
    /// <param name="size">Elements.</param>
    /// <param name="dtype">How the bytes are read.</param>
    /// <param name="device">CPU.</param>
    /// <param name="requires_grad">Whether operations on it are recorded.</param>
    public static Tensor from_file(
        string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.from_file.Call(
            filename, shared, size, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device))
            .Requiring(requires_grad);
}
