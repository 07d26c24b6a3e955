namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Resamples the spatial dimensions of [B, C, ...].</summary>
            /// <param name="x">[B, C, L], [B, C, H, W] or [B, C, D, H, W].</param>
            /// <param name="size">Spatial sizes of the result, one or one a dimension; null with a factor.</param>
            /// <param name="scale_factor">Factors, one or one a dimension; or null with a size.</param>
            /// <param name="mode">The filter; linear, bilinear and trilinear fit 3, 4 and 5 dimensions.</param>
            /// <param name="align_corners">Whether the outermost centres coincide; not for nearest.</param>
            /// <param name="recompute_scale_factor">Derive the factor again from the rounded size.</param>
            /// <param name="antialias">Widen the filter when shrinking; bilinear and bicubic.</param>
            /// <exception cref="ArgumentException">The mode does not fit; size and factor, or neither.</exception>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                var spatial = (int)x.dim() - 2;
                if (size is null == scale_factor is null)
                    throw new ArgumentException("Give a size or a scale factor, one of the two.", nameof(size));
                size = Spread(size, spatial);
                scale_factor = Spread(scale_factor, spatial);
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                    (size, scale_factor) = (Scaled(x.shape, scale_factor), null);
                return Resample(x, size, scale_factor, mode, align_corners ?? false, antialias, spatial);
            }

            public static Tensor upsample_nearest(
                Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor);

            public static Tensor upsample_bilinear(
                Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            public static Tensor upsample(
                Tensor input, long[]? size = null, double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)(int)mode, align_corners);

            private static Tensor Resample(
                Tensor x, long[]? size, double[]? factors, InterpolationMode mode, bool corners, bool antialias,
                int spatial) => (mode, spatial, antialias) switch
                {
                    (InterpolationMode.Nearest, 1 or 2 or 3, false) =>
                        Aten.UpsampleNearest(x, size, factors, spatial, exact: false),
                    (InterpolationMode.NearestExact, 1 or 2 or 3, false) =>
                        Aten.UpsampleNearest(x, size, factors, spatial, exact: true),
                    (InterpolationMode.Linear, 1, false)
                    or (InterpolationMode.Bilinear, 2, false)
                    or (InterpolationMode.Trilinear, 3, false) =>
                        Aten.UpsampleLinear(x, size, corners, factors, spatial),
                    (InterpolationMode.Bicubic, 2, false) => Aten.upsample_bicubic2d(x, size, corners, factors),
                    (InterpolationMode.Bilinear, 2, true) => Aten.upsample_bilinear2d_aa(x, size, corners, factors),
                    (InterpolationMode.Bicubic, 2, true) => Aten.upsample_bicubic2d_aa(x, size, corners, factors),
                    (InterpolationMode.Area, 1, false) => Aten.adaptive_avg_pool1d(x, size!),
                    (InterpolationMode.Area, 2, false) => Aten.adaptive_avg_pool2d(x, size!),
                    (InterpolationMode.Area, 3, false) => Aten.adaptive_avg_pool3d(x, size!),
                    _ => throw new ArgumentException(
                        $"Mode {mode}{(antialias ? " with antialias" : "")} does not fit {spatial + 2} dimensions."),
                };

            private static T[]? Spread<T>(T[]? values, int spatial) =>
                values is { Length: 1 } && spatial > 1 ? [.. Enumerable.Repeat(values[0], spatial)] : values;

            private static long[] Scaled(long[] shape, double[] factors) =>
                [.. factors.Select((factor, i) => (long)Math.Floor(shape[i + 2] * factor))];
        }
    }
}
