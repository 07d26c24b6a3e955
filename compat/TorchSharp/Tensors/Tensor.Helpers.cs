using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        internal Tensor Requiring(bool requires_grad) => requires_grad ? requires_grad_() : this;

        internal static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();

        internal static long[] List(ITuple tuple)
        {
            var list = new long[tuple.Length];
            for (var k = 0; k < list.Length; k++)
                list[k] = (long)tuple[k]!;
            return list;
        }

        private Tensor Typed(ScalarType? type) => type is { } given && given != dtype ? to(given) : this;

        private Tensor Like(Op op, ScalarType? type, Device? place, bool requires_grad) =>
            op.Call(this, type, Arg.None, place).Requiring(requires_grad);

        private Tensor New(
            Op op, long[] size, ScalarType? type, Device? place, bool requires_grad, Scalar? value = null) =>
            (value is null
                ? op.Call(this, size, type, Arg.None, place)
                : op.Call(this, size, value, type, Arg.None, place)).Requiring(requires_grad);

        /// <summary>This tensor if it is what is asked for, else a converted copy.</summary>
        private Tensor To(
            ScalarType? type, Device? place, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            if (!copy && (type is null || type == dtype) && (place is null || IsAt(place)))
                return this;
            var converted = Ops.to_dtype_layout.Call(
                this, type, Arg.None, place, Arg.None, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return converted;
        }

        private bool IsAt(Device place)
        {
            var meta = Meta;
            return (int)place.type == meta.DeviceType
                && (place.type == DeviceType.CPU || place.index < 0 || place.index == meta.DeviceIndex);
        }
    }

    /// <summary>Named dimensions are not offered.</summary>
    private static Tensor Unnamed(string[]? names, Tensor tensor) => names is null
        ? tensor
        : throw new NotSupportedException("Named dimensions are not supported.");
}
