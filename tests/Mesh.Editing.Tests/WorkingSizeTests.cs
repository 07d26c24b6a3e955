using Mesh.Editing.Windows;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class WorkingSizeTests
{
    [Theory]
    [InlineData(480, 768, 480, 768, 480, 768)]
    [InlineData(478, 760, 478, 760, 480, 768)]
    [InlineData(1080, 1920, 455, 810, 464, 816)]
    [InlineData(9, 7, 9, 7, 16, 16)]
    public void A_film_keeps_its_size_up_to_the_area_of_the_model(
        int height, int width, int h, int w, int paddedHeight, int paddedWidth) =>
        Assert.Equal(new(h, w, paddedHeight, paddedWidth), WorkingSize.Native(height, width, 480, 768, 16));

    [Fact]
    public void Padding_repeats_the_last_column_row_and_frame_and_comes_off_again()
    {
        var size = new WorkingSize(2, 3, 4, 4);
        var frame = new PlanarFrame(3, 2, [.. Enumerable.Range(0, 18).Select(i => i / 20f)]);

        using var scope = NewDisposeScope();
        var clip = ClipTensor.Of([frame], size, length: 5);
        var back = ClipTensor.Frames(clip, size, count: 2);

        Assert.Equal([1, 3, 5, 4, 4], clip.shape);
        Assert.Equal(2 * frame.Samples[5] - 1, clip[0, 0, 4, 3, 3].item<float>(), 5);
        Assert.Equal(2, back.Count);
        Assert.All(frame.Samples.Zip(back[1].Samples), pair => Assert.Equal(pair.First, pair.Second, 5));
    }
}
