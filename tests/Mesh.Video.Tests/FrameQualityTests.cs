namespace Mesh.Video.Tests;

public sealed class FrameQualityTests
{
    [Fact]
    public void Psnr_of_a_constant_error_is_known()
    {
        var (a, b) = (Flat(100), Flat(110));

        Assert.Equal(20 * Math.Log10(255.0 / 10), FrameQuality.Psnr(a.Pixels, b.Pixels), 9);
    }

    [Fact]
    public void Equal_frames_are_infinitely_alike() =>
        Assert.Equal(double.PositiveInfinity, FrameQuality.Psnr(Flat(3).Pixels, Flat(3).Pixels));

    [Fact]
    public void A_mask_leaves_the_changed_pixels_out()
    {
        var (a, b) = (Noise(), Noise());
        b[5, 6].Clear();
        var outside = Enumerable.Repeat((byte)1, a.Width * a.Height).ToArray();
        outside[6 * a.Width + 5] = 0;

        Assert.InRange(FrameQuality.Psnr(a.Pixels, b.Pixels), 10, 60);
        Assert.Equal(double.PositiveInfinity, FrameQuality.Psnr(a.Pixels, b.Pixels, outside));
        Assert.Throws<ArgumentException>(() => FrameQuality.Psnr(a.Pixels, b.Pixels, new byte[outside.Length]));
    }

    [Fact]
    public void Ssim_is_one_only_for_equal_frames()
    {
        var (a, b) = (Noise(), Noise());
        Assert.Equal(1, StructuralSimilarity.Of(a, b), 5);

        for (var i = 0; i < b.Pixels.Length; i++)
            b.Pixels[i] ^= 16;

        Assert.InRange(StructuralSimilarity.Of(a, b), 0.9, 0.999);
    }

    [Fact]
    public void Ssim_of_flat_frames_is_its_luminance_term()
    {
        const double C1 = 2.55 * 2.55;

        var luminance = (2 * 100 * 150 + C1) / (100 * 100 + 150 * 150 + C1);
        Assert.Equal(luminance, StructuralSimilarity.Of(Flat(100), Flat(150)), 3);
    }

    [Fact]
    public void Ssim_counts_only_the_pixels_of_its_mask()
    {
        var (a, b) = (Noise(), Noise());
        for (var y = 0; y < 8; y++)
            b.Pixels.AsSpan(y * 3 * b.Width, 3 * 8).Clear();
        var far = new byte[a.Width * a.Height];
        far.AsSpan(20 * a.Width).Fill(1);

        Assert.Equal(1, StructuralSimilarity.Of(a, b, far), 5);
        Assert.InRange(StructuralSimilarity.Of(a, b), 0.1, 0.95);
    }

    private static RgbImage Flat(byte level) => new(33, 31, Enumerable.Repeat(level, 33 * 31 * 3).ToArray());

    private static RgbImage Noise()
    {
        var image = new RgbImage(33, 31);
        new Random(5).NextBytes(image.Pixels);
        return image;
    }
}
