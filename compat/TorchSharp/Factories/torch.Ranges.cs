namespace TorchSharp;

public static partial class torch
{
    /// <summary>Numbers from start up to, not including, stop; int64 if all three are whole.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var type = dtype ?? (is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type)
            ? ScalarType.Int64
            : get_default_dtype());
        return Ops.arange_start_step.Call(start, stop, step, type, Arg.None, InitializeDevice(device))
            .Requiring(requires_grad);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Evenly spaced numbers, both ends included.</summary>
    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.linspace.Call(
            start, end, steps, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device))
            .Requiring(requires_grad);

    /// <summary>Powers of <paramref name="base"/> with evenly spaced exponents.</summary>
    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.logspace.Call(
            start, end, steps, @base, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device))
            .Requiring(requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        Create.RequireUnnamed(names);
        var type = dtype ?? get_default_dtype();
        return Ops.eye_m.Call(rows, columns < 0 ? rows : columns, type, Arg.None, InitializeDevice(device))
            .Requiring(requires_grad);
    }

    public static Tensor empty_strided(
        long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        Create.RequireUnnamed(names);
        var type = dtype ?? get_default_dtype();
        return Ops.empty_strided.Call(size, strides, type, Arg.None, InitializeDevice(device)).Requiring(requires_grad);
    }

    public static Tensor complex(Tensor real, Tensor imag) => Ops.complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => Ops.polar.Call(abs, angle);
}
