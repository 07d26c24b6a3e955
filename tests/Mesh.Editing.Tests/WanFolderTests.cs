using Mesh.TestKit;
using Mesh.Video.Images;

namespace Mesh.Editing.Tests;

/// <summary>Wan and VACE behind the same door, in the layout they are published in, at tiny sizes.</summary>
public sealed class WanFolderTests : IDisposable
{
    private const int Frames = 11;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly StagedEdit _edit;

    public WanFolderTests()
    {
        _model = TinyWan.Write(_folder.At("tiny"));
        _edit = new(_folder, _model, "a  red &amp; blue car");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Published_files_edit_a_film_at_its_own_size()
    {
        var film = await FilmAsync();

        var report = await EditAsync(film, "out.mp4");

        Assert.True(report.Preservation.IsComplete, string.Join("; ", report.Preservation.Facts));
        Assert.Equal((Frames, 2), (report.Frames, report.Windows));
        Assert.Equal(new(28, 36, 32, 48), report.WorkingSize);
    }

    [Fact]
    public async Task A_mask_a_control_film_and_references_each_change_the_edit()
    {
        var film = await FilmAsync();
        var picture = _folder.At("hat.png");
        PngFile.Save(picture, TinyFilm.Frame(1, 20, 30));

        EditGuides[] guides =
        [
            EditGuides.None,
            new() { Mask = film },
            new() { Control = picture },
            new() { Mask = film, Control = picture },
            new() { References = [picture] },
            new() { References = [picture, picture] },
        ];
        var films = new List<string>();
        foreach (var guide in guides)
        {
            await EditAsync(film, "out.mp4", guide);
            films.Add(Convert.ToHexString(File.ReadAllBytes(_folder.At("out.mp4"))));
        }

        Assert.Equal(films.Distinct(), films);
    }

    [Fact]
    public async Task A_guide_of_another_length_is_refused()
    {
        var film = await FilmAsync();
        var mask = await TinyFilm.WriteAsync(_folder.At("mask.mp4"), 4);

        var error = await Assert.ThrowsAsync<EditRequestException>(
            () => EditAsync(film, "out.mp4", new() { Mask = mask }));

        Assert.Equal("mask", error.Field);
        Assert.EndsWith("must be a picture or have the film's 11 frames, got 4.", error.Message);
    }

    [Fact]
    public async Task A_film_is_no_reference()
    {
        var film = await FilmAsync();

        var error = await Assert.ThrowsAsync<EditRequestException>(
            () => EditAsync(film, "out.mp4", new() { References = [film] }));

        Assert.Equal("reference", error.Field);
        Assert.EndsWith("must be a picture, got a film of 11 frames.", error.Message);
    }

    [Fact]
    public async Task An_edit_in_stages_stopped_after_each_step_has_the_bytes_of_one_in_a_single_process()
    {
        var film = await FilmAsync();
        var picture = _folder.At("hat.png");
        PngFile.Save(picture, TinyFilm.Frame(1, 20, 30));
        var guides = new EditGuides { Mask = picture, References = [picture] };
        await EditAsync(film, "whole.mp4", guides);

        _edit.Encode();
        await _edit.EncodeVideoAsync(film, guides);
        var stops = 0;
        while (!File.Exists(_edit.Edited))
        {
            using var stop = new CancellationTokenSource();
            var checkpoints = new KeptCheckpoints(_folder.At("kept")) { OnSave = _ => stop.Cancel() };
            try
            {
                await _edit.DenoiseAsync(_edit.Job, checkpoints, cancellation: stop.Token);
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }
        await _edit.DecodeAsync(film);

        Assert.True(stops > 3, $"stopped {stops} times");
        Assert.Equal(File.ReadAllBytes(_folder.At("whole.mp4")), File.ReadAllBytes(_edit.Output));
    }

    [Fact]
    public async Task Weights_without_the_context_branch_take_words_alone()
    {
        var film = await FilmAsync();
        using var model = ModelFolder.Load(TinyWan.Write(_folder.At("t2v"), hasContext: false));
        var editor = new VideoEditor(model);

        var report = await editor.EditAsync(new(film, "a red car", _folder.At("out.mp4")));
        var error = await Assert.ThrowsAsync<EditRequestException>(() => editor.EditAsync(
            new(film, "a red car", _folder.At("out.mp4")) { Guides = new() { Mask = film } }));

        Assert.Equal(Frames, report.Frames);
        Assert.Equal("the model t2v takes no mask.", error.Message);
    }

    [Theory]
    [InlineData("\"model_type\":\"vace\"", "\"model_type\":\"i2v\"", "model_type must be t2v or vace, got i2v")]
    [InlineData("\"vace_in_dim\":72", "\"vace_in_dim\":96", "vace_in_dim 96 is not 72")]
    [InlineData("\"in_dim\":4,", "\"in_dim\":16,", "in_dim 16 is not the autoencoder's 4 channels")]
    public void A_config_that_does_not_fit_is_refused(string published, string instead, string problem)
    {
        var config = Path.Combine(_model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace(published, instead, StringComparison.Ordinal));

        var error = Assert.Throws<ModelException>(() => ModelFolder.Describe(_model));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private Task<string> FilmAsync(string name = "in.mp4") =>
        TinyFilm.WriteAsync(_folder.At(name), Frames, width: 36, height: 28);

    private async Task<EditReport> EditAsync(string film, string output, EditGuides? guides = null)
    {
        using var model = ModelFolder.Load(_model);
        return await new VideoEditor(model).EditAsync(
            new(film, "a  red &amp; blue car", _folder.At(output)) { Seed = 5, Guides = guides ?? EditGuides.None });
    }
}
