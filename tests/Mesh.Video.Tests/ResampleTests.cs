using Mesh.Video.Geometry;

namespace Mesh.Video.Tests;

public sealed class ResampleTests
{
    public static TheoryData<ResampleFilter> Filters => [.. Enum.GetValues<ResampleFilter>()];

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_flat_plane_stays_flat_at_any_size(ResampleFilter filter)
    {
        foreach (var (from, to) in new[] { (7, 3), (3, 7), (64, 1), (1, 5), (33, 32), (5, 5) })
        {
            var target = new float[to * to];
            Resample.Plane([.. Enumerable.Repeat(0.7f, from * from)], new(from, from), target, new(to, to), filter);
            Assert.All(target, value => Assert.Equal(0.7f, value, 5));
        }
    }

    [Fact]
    public void Area_halves_by_the_mean_of_two_by_two()
    {
        var target = new float[1];
        Resample.Plane([1, 2, 3, 6], new(2, 2), target, new(1, 1), ResampleFilter.Area);

        Assert.Equal([3f], target);
    }

    [Fact]
    public void Bilinear_doubles_with_quarter_steps()
    {
        var target = new float[4];
        Resample.Plane([0, 4], new(2, 1), target, new(4, 1), ResampleFilter.Bilinear);

        Assert.Equal([0f, 1, 3, 4], target);
    }

    // torch.nn.functional.interpolate(torch.arange(8.) ** 2, size, mode=..., antialias=True), PyTorch 1.13.
    [Theory]
    [InlineData(ResampleFilter.Bilinear, new[] { 2.0526f, 13.4524f, 35.5789f })]
    [InlineData(ResampleFilter.Bicubic, new[] { 1.0358f, 12.7186f, 37.4853f })]
    [InlineData(ResampleFilter.Bicubic, new[]
    {
        -0.0561f, 0.3798f, 1.7376f, 4.1839f, 7.6880f, 12.2500f, 17.8698f, 24.5475f, 32.2831f, 42.1565f, 49.7293f,
    })]
    public void Resizing_matches_the_antialias_of_torch(ResampleFilter filter, float[] expected)
    {
        var target = new float[expected.Length];
        Resample.Plane([0, 1, 4, 9, 16, 25, 36, 49], new(8, 1), target, new(expected.Length, 1), filter);

        Assert.All(target.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 3));
    }

    [Fact]
    public void A_frame_of_its_own_size_is_copied()
    {
        var frame = new RgbImage(2, 1, [1, 2, 3, 250, 251, 252]);

        var copy = Resample.Frame(frame, new(2, 1), ResampleFilter.Bicubic);

        Assert.Equal(frame.Pixels, copy.Pixels);
        Assert.NotSame(frame.Pixels, copy.Pixels);
    }

    [Fact]
    public void A_plane_of_the_wrong_size_is_refused() => Assert.Throws<ArgumentException>(
        () => Resample.Plane(new float[5], new(2, 2), new float[1], new(1, 1), ResampleFilter.Area));
}
