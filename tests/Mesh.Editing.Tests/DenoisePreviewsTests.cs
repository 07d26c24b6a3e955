using Mesh.Editing.Stages;
using Mesh.Editing.Windows;
using Mesh.Tensors;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Geometry;
using static TorchSharp.torch;

namespace Mesh.Editing.Tests;

public sealed class DenoisePreviewsTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StagedEdit _edit;
    private readonly EditModel _model;

    public DenoisePreviewsTests()
    {
        var folder = TinyNano.Write(_folder.At("tiny"));
        (_edit, _model) = (new(_folder, folder), ModelFolder.Load(folder));
    }

    public async Task InitializeAsync()
    {
        _edit.Encode();
        await _edit.EncodeVideoAsync(await TinyFilm.WriteAsync(_folder.At("in.mp4"), 6));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pictures_change_no_byte_of_the_edit()
    {
        await _edit.DenoiseAsync(_edit.Job with { Steps = 3 });
        var plain = File.ReadAllBytes(_edit.Edited);

        var pictures = await PicturesAsync(steps: 3, TimeSpan.Zero);

        Assert.NotEmpty(pictures);
        Assert.Equal(plain, File.ReadAllBytes(_edit.Edited));
    }

    [Fact]
    public async Task The_picture_of_the_last_step_is_the_first_frame_of_the_edit()
    {
        var picture = (await PicturesAsync(steps: 1, TimeSpan.Zero))[0];

        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var edited = SafetensorsFile.Open(_edit.Edited);
        var first = _model.Vae.Decode(edited.Read("window.00000").narrow(2, 0, 1));
        var expected = ClipTensor.Frames(first, WorkingSize.Fixed(32, 32, 4), 1)[0]
            .Resized(48, 40, ResampleFilter.Bilinear).ToImage();
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.Equal(expected.Pixels, picture.Pixels);
    }

    [Fact]
    public async Task No_picture_comes_before_its_time() =>
        Assert.Empty(await PicturesAsync(steps: 3, TimeSpan.FromHours(1)));

    [Fact]
    public async Task A_picture_that_took_long_delays_the_next()
    {
        var pictures = 0;
        var previews = new DenoisePreviews(_model, TimeSpan.Zero, async (_, cancellation) =>
        {
            pictures++;
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellation);
        });

        await new DenoiseStage(_model).RunAsync(_edit.Job with { Steps = 3 }, previews: previews);

        Assert.Equal(1, pictures);
    }

    private async Task<List<RgbImage>> PicturesAsync(int steps, TimeSpan interval)
    {
        var pictures = new List<RgbImage>();
        var previews = new DenoisePreviews(_model, interval, (picture, _) =>
        {
            pictures.Add(picture);
            return Task.CompletedTask;
        });
        await new DenoiseStage(_model).RunAsync(_edit.Job with { Steps = steps }, previews: previews);
        return pictures;
    }
}
