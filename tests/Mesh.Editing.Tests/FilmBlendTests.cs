using Mesh.Editing.Windows;
using Mesh.Video.Geometry;

namespace Mesh.Editing.Tests;

public sealed class FilmBlendTests
{
    [Theory]
    [InlineData(23, 5, 1)]
    [InlineData(23, 9, 4)]
    [InlineData(11, 5, 3)]
    [InlineData(6, 5, 1)]
    public void Windows_that_agree_blend_to_what_they_say(int frames, int length, int overlap)
    {
        var windows = WindowPlan.Over(frames, length, overlap);
        var blend = new FilmBlend(windows);

        foreach (var (index, window) in windows.Index())
            blend.Add(index, Window(window, frame => frame));

        for (var frame = 0; frame < frames; frame++)
            Assert.Equal(frame, blend.Take(frame).Edited.Samples[0], 3);
    }

    [Fact]
    public void A_shared_frame_lies_between_its_windows()
    {
        var windows = WindowPlan.Over(9, 5, 1);
        var blend = new FilmBlend(windows);

        blend.Add(0, Window(windows[0], _ => 0));
        blend.Add(1, Window(windows[1], _ => 1));

        Assert.Equal([0, 0, 0, 0, 0.5f, 1, 1, 1, 1],
            Enumerable.Range(0, 9).Select(frame => blend.Take(frame).Edited.Samples[0]));
    }

    private static WindowFrames Window(FrameWindow window, Func<int, float> value) => new(
        [.. Enumerable.Range(window.Start, window.Count).Select(frame =>
            new PlanarFrame(1, 1, [value(frame), value(frame), value(frame)]))],
        Reconstructed: null);
}
