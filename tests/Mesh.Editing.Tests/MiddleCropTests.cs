using Mesh.Editing.Composition;
using Mesh.Editing.Windows;
using Mesh.TestKit;

namespace Mesh.Editing.Tests;

/// <summary>The model sees the middle of the film at its own size, and the film keeps the rest.</summary>
public sealed class MiddleCropTests
{
    [Theory]
    [InlineData(100, 60, 48, 32)]
    [InlineData(50, 37, 48, 32)]
    [InlineData(33, 90, 32, 48)]
    public void What_lies_around_the_middle_stays_and_the_middle_is_the_edit(int width, int height, int w, int h)
    {
        var source = TinyFilm.Frame(2, width, height);
        var size = WorkingSize.Cover(height, width, 32, 48, grid: 16);
        var edited = new PlanarFrame(size.Width, size.Height);
        Array.Fill(edited.Samples, 1);

        var shown = new WholeFrame(isCrop: true).Compose(new(source, edited, edited, null));
        var place = MiddleCrop.In(new(width, height), new(size.Width, size.Height));

        Assert.Equal((w, h), (size.Width, size.Height));
        Assert.True(place.FitsIn(width, height));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var isInside = x >= place.Left && x < place.Right && y >= place.Top && y < place.Bottom;
                Assert.Equal(isInside ? [255, 255, 255] : source[x, y].ToArray(), shown[x, y].ToArray());
            }
        }
    }

    [Fact]
    public void Fractions_of_a_byte_are_cut_off_as_the_published_pipelines_do()
    {
        var frame = new PlanarFrame(1, 1, [0.999f, 0.5f, 0]);

        Assert.Equal([254, 127, 0], frame.ToImage(isCut: true).Pixels);
        Assert.Equal([255, 128, 0], frame.ToImage().Pixels);
    }

    [Fact]
    public async Task A_film_is_edited_in_its_middle_alone()
    {
        using var folder = new TemporaryFolder();
        var path = TinyIcve.Write(folder.At("model"));
        TinyIcve.WriteSettings(path, Families.IcveModelConfig.Released with
        {
            Steps = 1,
            Frames = 5,
            Overlap = 0,
            Height = 16,
            Width = 32,
            Fit = FrameFit.Cover,
        });
        var film = await TinyFilm.WriteAsync(folder.At("in.mp4"), 5, width: 64, height: 64);
        using var model = ModelFolder.Load(path);

        var report = await new VideoEditor(model).EditAsync(new(film, "make it snow", folder.At("out.mp4")));

        Assert.Equal(new(16, 32, 16, 32) { IsCrop = true }, report.WorkingSize);
        Assert.InRange(report.Change.ChangedShare, 0.1, 0.6);
    }
}
