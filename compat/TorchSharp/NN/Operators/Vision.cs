using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Borders, resampling and rearrangement of images.</summary>
internal static partial class Aten
{
    private static readonly Op Pad = new("pad");
    private static readonly Op PixelShuffle = new("pixel_shuffle");
    private static readonly Op PixelUnshuffle = new("pixel_unshuffle");
    private static readonly Op GridSampler = new("grid_sampler");
    private static readonly Op AffineGridGenerator = new("affine_grid_generator");
    private static readonly Op Im2col = new("im2col");
    private static readonly Op Col2im = new("col2im");
    private static readonly Op UpsampleBicubic2dVec = new("upsample_bicubic2d", "vec");
    private static readonly Op UpsampleBilinear2dAaVec = new("_upsample_bilinear2d_aa", "vec");
    private static readonly Op UpsampleBicubic2dAaVec = new("_upsample_bicubic2d_aa", "vec");

    internal static Tensor pad(Tensor input, long[] sides, string mode, double? value) =>
        Pad.Call(input, sides, mode, value);

    internal static Tensor pixel_shuffle(Tensor input, long factor) => PixelShuffle.Call(input, factor);

    internal static Tensor pixel_unshuffle(Tensor input, long factor) => PixelUnshuffle.Call(input, factor);

    internal static Tensor grid_sampler(Tensor input, Tensor grid, long mode, long padding, bool align_corners) =>
        GridSampler.Call(input, grid, mode, padding, align_corners);

    internal static Tensor affine_grid_generator(Tensor theta, long[] size, bool align_corners) =>
        AffineGridGenerator.Call(theta, size, align_corners);

    internal static Tensor im2col(Tensor input, long[] kernel, long[] dilation, long[] padding, long[] stride) =>
        Im2col.Call(input, kernel, dilation, padding, stride);

    internal static Tensor col2im(
        Tensor input, long[] size, long[] kernel, long[] dilation, long[] padding, long[] stride) =>
        Col2im.Call(input, size, kernel, dilation, padding, stride);

    internal static Tensor upsample_bicubic2d(Tensor x, long[]? size, bool corners, double[]? factors) =>
        UpsampleBicubic2dVec.Call(x, size, corners, factors);

    internal static Tensor upsample_bilinear2d_aa(Tensor x, long[]? size, bool corners, double[]? factors) =>
        UpsampleBilinear2dAaVec.Call(x, size, corners, factors);

    internal static Tensor upsample_bicubic2d_aa(Tensor x, long[]? size, bool corners, double[]? factors) =>
        UpsampleBicubic2dAaVec.Call(x, size, corners, factors);

    private static readonly Op[] Nearest =
        [new("upsample_nearest1d", "vec"), new("upsample_nearest2d", "vec"), new("upsample_nearest3d", "vec")];

    private static readonly Op[] NearestExact =
    [
        new("_upsample_nearest_exact1d", "vec"), new("_upsample_nearest_exact2d", "vec"),
        new("_upsample_nearest_exact3d", "vec"),
    ];

    private static readonly Op[] Linearly =
        [new("upsample_linear1d", "vec"), new("upsample_bilinear2d", "vec"), new("upsample_trilinear3d", "vec")];

    /// <summary>Repeats the nearest cell; exact rounds as image libraries do.</summary>
    internal static Tensor UpsampleNearest(Tensor x, long[]? size, double[]? factors, int spatial, bool exact) =>
        (exact ? NearestExact : Nearest)[spatial - 1].Call(x, size, factors);

    /// <summary>Linear in one, two or three dimensions.</summary>
    internal static Tensor UpsampleLinear(Tensor x, long[]? size, bool corners, double[]? factors, int spatial) =>
        Linearly[spatial - 1].Call(x, size, corners, factors);
}
