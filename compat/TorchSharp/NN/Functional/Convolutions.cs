namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly long[] One = [1];
            private static readonly long[] Zero = [0];

            /// <summary>[B, C, L] with a weight [Cout, C / groups, K].</summary>
            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? dilation = null, long groups = 1) =>
                Aten.conv1d(input, weight, bias, Or(stride, One), Or(padding, Zero), Or(dilation, One), groups);

            /// <summary>[B, C, H, W] with a weight [Cout, C / groups, Kh, Kw].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                Aten.conv2d(input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups);

            /// <summary>[B, C, D, H, W] with a weight [Cout, C / groups, Kd, Kh, Kw].</summary>
            public static Tensor conv3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                Aten.conv3d(input, weight, bias, strides ?? One, padding ?? Zero, dilation ?? One, groups);

            public static Tensor conv1d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null,
                Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                Aten.conv1d(input, weight, bias, Or(stride, One), Name(padding), Or(dilation, One), groups);

            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Aten.conv2d(input, weight, bias, strides ?? One, Name(padding), dilation ?? One, groups);

            public static Tensor conv3d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null,
                Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Aten.conv3d(input, weight, bias, strides ?? One, Name(padding), dilation ?? One, groups);

            public static Tensor conv_transpose1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null,
                long? output_padding = null, long? dilation = null, long groups = 1) =>
                Aten.conv_transpose1d(
                    input, weight, bias, Or(stride, One), Or(padding, Zero), Or(output_padding, Zero), groups,
                    Or(dilation, One));

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv_transpose2d(
                    input, weight, bias, strides ?? One, padding ?? Zero, output_padding ?? Zero, groups,
                    dilation ?? One);

            public static Tensor conv_transpose3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.conv_transpose3d(
                    input, weight, bias, strides ?? One, padding ?? Zero, output_padding ?? Zero, groups,
                    dilation ?? One);

            private static long[] Or(long? value, long[] otherwise) => value is { } given ? [given] : otherwise;

            private static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";
        }
    }
}
