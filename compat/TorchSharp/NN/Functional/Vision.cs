namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly string[] PadNames = ["constant", "reflect", "replicate", "circular", "constant"];

            /// <summary>Adds a border.</summary>
            /// <param name="input">Constant: any shape; else [(B,) C, L], [(B,) C, H, W] or [(B,) C, D, H, W].</param>
            /// <param name="pad">Left and right of the last dimension, then of the one before it, and so on.</param>
            /// <param name="mode">What the border holds.</param>
            /// <param name="value">The number it holds in constant mode.</param>
            public static Tensor pad(
                Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Aten.pad(input, pad, PadNames[(int)mode], PadNames[(int)mode] == "constant" ? value : null);

            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(
                Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>The same border on every side of every dimension.</summary>
            public static Tensor pad(
                Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var sides = new long[2 * input.dim()];
                Array.Fill(sides, pad);
                return functional.pad(input, sides, mode, value);
            }

            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                Aten.grid_sampler(
                    input, grid, mode == GridSampleMode.Nearest ? 1 : 0,
                    padding_mode switch
                    {
                        GridSamplePaddingMode.Zeros => 0,
                        GridSamplePaddingMode.Border => 1,
                        _ => 2,
                    },
                    align_corners ?? false);

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                Aten.affine_grid_generator(theta, size ?? [], align_corners);

            /// <summary>[..., C r^2, H, W] to [..., C, H r, W r].</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) =>
                Aten.pixel_shuffle(input, upscale_factor);

            /// <summary>[..., C, H r, W r] to [..., C r^2, H, W].</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) =>
                Aten.pixel_unshuffle(input, downscale_factor);

            /// <summary>Sliding blocks of [B, C, H, W] as columns, [B, C k^2, L].</summary>
            public static Tensor unfold(
                Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                Aten.im2col(
                    input, [kernel_size, kernel_size], [dilation, dilation], [padding, padding], [stride, stride]);

            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                Aten.im2col(
                    input, [kernel_size.Item1, kernel_size.Item2], Pair(dilation) ?? [1, 1], Pair(padding) ?? [0, 0],
                    Pair(stride) ?? [1, 1]);

            /// <summary>Sums columns [B, C k^2, L] back into [B, C, H, W].</summary>
            public static Tensor fold(
                Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0,
                long stride = 1) =>
                Aten.col2im(
                    input, [output_size, output_size], [kernel_size, kernel_size], [dilation, dilation],
                    [padding, padding], [stride, stride]);

            public static Tensor fold(
                Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null) =>
                Aten.col2im(
                    input, [output_size.Item1, output_size.Item2], [kernel_size.Item1, kernel_size.Item2],
                    Pair(dilation) ?? [1, 1], Pair(padding) ?? [0, 0], Pair(stride) ?? [1, 1]);
        }
    }
}
