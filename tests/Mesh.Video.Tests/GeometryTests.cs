using Mesh.Video.Geometry;

namespace Mesh.Video.Tests;

public sealed class GeometryTests
{
    [Theory]
    [InlineData(832, 480, 640, 480, 832, 480, 96, 0)]
    [InlineData(480, 832, 480, 480, 480, 832, 0, 176)]
    [InlineData(5, 2, 1, 1, 2, 1, 0, 0)]   // 2.5 rounds to 2
    [InlineData(7, 2, 1, 1, 4, 1, 1, 0)]   // 3.5 rounds to 4
    public void Cover_and_crop_follow_the_reference(
        int w, int h, int toW, int toH, int resizedW, int resizedH, int left, int top)
    {
        var plan = CoverCrop.Of(new(w, h), new(toW, toH));

        Assert.Equal(new PixelSize(resizedW, resizedH), plan.Resized);
        Assert.Equal(new PixelRect(left, top, toW, toH), plan.Crop);
    }

    [Theory]
    [InlineData(100, 50, 64, 64, 0, 16, 64, 32)]
    [InlineData(50, 100, 64, 64, 16, 0, 32, 64)]
    [InlineData(4000, 1, 64, 64, 0, 31, 64, 1)]
    public void Fit_and_pad_keeps_the_aspect_around_the_middle(
        int w, int h, int toW, int toH, int left, int top, int width, int height) =>
        Assert.Equal(new PixelRect(left, top, width, height), FitPad.Of(new(w, h), new(toW, toH)).Picture);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 9)]
    public void Padding_reaches_the_next_four_n_plus_one(int frames, int padded)
    {
        Assert.Equal(padded, FramePadding.Padded(frames));
        Assert.Equal(frames - 1, FramePadding.SourceOf(padded - 1, frames));
    }

    [Fact]
    public void Windows_cover_every_frame_at_full_length_with_at_least_the_overlap()
    {
        for (var frames = 1; frames < 80; frames++)
        {
            foreach (var (length, overlap) in new[] { (5, 0), (5, 2), (9, 4), (17, 16) })
            {
                var windows = WindowPlan.Over(frames, length, overlap);

                Assert.Equal(0, windows[0].Start);
                Assert.Equal(frames, windows[^1].End);
                Assert.All(windows, window => Assert.Equal(Math.Min(length, frames), window.Count));
                Assert.All(windows.Zip(windows.Skip(1)), pair =>
                    Assert.InRange(pair.First.End - pair.Second.Start, overlap, length - 1));
            }
        }
    }

    [Fact]
    public void The_weights_of_a_frame_sum_to_one_and_change_slowly()
    {
        var windows = WindowPlan.Over(40, 9, 4);
        var weights = Enumerable.Range(0, 40).Select(frame => WindowPlan.Weights(windows, frame)).ToArray();

        Assert.All(weights, each => Assert.Equal(1, each.Sum(), 5));
        Assert.All(weights, each => Assert.All(each, weight => Assert.InRange(weight, 0, 1)));
        var steps = weights.Zip(weights.Skip(1)).SelectMany(pair => pair.First.Zip(pair.Second, (a, b) => a - b));
        Assert.All(steps, step => Assert.InRange(Math.Abs(step), 0, 0.34f));
    }
}
