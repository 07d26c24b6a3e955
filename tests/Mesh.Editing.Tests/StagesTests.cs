using System.Text.Json;
using Mesh.TestKit;

namespace Mesh.Editing.Tests;

public sealed class StagesTests : IDisposable
{
    private const int Frames = 11;

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly StagedEdit _edit;

    public StagesTests()
    {
        _model = TinyNano.Write(_folder.At("tiny"));
        _edit = new(_folder, _model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_edit_in_stages_has_the_bytes_of_one_in_a_single_process()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), Frames);
        var whole = await EditAsync(film);

        await PrepareAsync(film);
        await _edit.DenoiseAsync(_edit.Job);
        var report = await _edit.DecodeAsync(film);

        Assert.True(whole.Windows > 2, $"{whole.Windows} windows");
        Assert.Equal(File.ReadAllBytes(_folder.At("whole.mp4")), File.ReadAllBytes(_edit.Output));
        Assert.Equal(
            (whole.Model, whole.Settings, whole.Frames, whole.Windows, whole.Size, whole.WorkingSize, whole.Change),
            (report.Model, report.Settings, report.Frames, report.Windows, report.Size, report.WorkingSize,
                report.Change));
        Assert.Equal(whole.Preservation.Facts, report.Preservation.Facts);
        Assert.Equal(("in.mp4", "make it red", "staged.mp4"),
            (report.Request.Input, report.Request.Instruction, report.Request.Output));
    }

    [Fact]
    public async Task Every_artifact_has_the_same_bytes_when_its_stage_runs_twice()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), Frames);
        var first = await RunAsync();

        Assert.Equal(first, await RunAsync());

        async Task<string[]> RunAsync()
        {
            await PrepareAsync(film);
            await _edit.DenoiseAsync(_edit.Job);
            await _edit.DecodeAsync(film);
            return [.. new[] { _edit.Text, _edit.Source, _edit.Edited, _edit.Output }
                .Select(file => Convert.ToHexString(File.ReadAllBytes(file)))];
        }
    }

    [Fact]
    public async Task A_report_is_read_back_from_its_json()
    {
        var report = await EditAsync(await TinyFilm.WriteAsync(_folder.At("in.mp4"), 3));

        var json = JsonSerializer.Serialize(report, EditReport.Json);
        var read = JsonSerializer.Deserialize<EditReport>(json, EditReport.Json)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, EditReport.Json));
    }

    [Fact]
    public async Task A_film_that_is_not_the_one_of_the_latents_is_refused()
    {
        await PrepareAsync(await TinyFilm.WriteAsync(_folder.At("in.mp4"), Frames));
        await _edit.DenoiseAsync(_edit.Job);
        var other = await TinyFilm.WriteAsync(_folder.At("other.mp4"), Frames + 1);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _edit.DecodeAsync(other));

        Assert.Contains(
            "other.mp4 has 12 frames of 48x40, but its latents 11", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Latents_of_another_cut_are_refused()
    {
        var film = await TinyFilm.WriteAsync(_folder.At("in.mp4"), Frames);
        await PrepareAsync(film);
        await _edit.DenoiseAsync(_edit.Job);
        await _edit.EncodeVideoAsync(await TinyFilm.WriteAsync(_folder.At("other.mp4"), 3));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _edit.DecodeAsync(film));

        Assert.Contains("was not made of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_named()
    {
        await PrepareAsync(await TinyFilm.WriteAsync(_folder.At("in.mp4"), 3));
        File.Copy(_edit.Text, _edit.Source, overwrite: true);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _edit.DenoiseAsync(_edit.Job));

        Assert.Contains(_edit.Source, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_was_not_loaded_is_named()
    {
        using var part = ModelFolder.Load(_model, parts: ModelParts.Text);

        Assert.Equal(
            "tiny was loaded with Text and without Vae.",
            Assert.Throws<InvalidOperationException>(() => part.Vae).Message);
    }

    [Fact]
    public void A_part_needs_no_file_of_another()
    {
        File.Delete(Path.Combine(_model, "vae.safetensors"));
        File.Delete(Path.Combine(_model, "transformer.safetensors"));

        using var part = ModelFolder.Load(_model, parts: ModelParts.Text);

        Assert.Equal(ModelFolder.Describe(_model).Shapes, part.Description.Shapes);
    }

    private async Task<EditReport> EditAsync(string film)
    {
        using var model = ModelFolder.Load(_model);
        return await new VideoEditor(model).EditAsync(
            new(film, "make it red", _folder.At("whole.mp4")) { Seed = 5 });
    }

    private async Task PrepareAsync(string film)
    {
        _edit.Encode();
        await _edit.EncodeVideoAsync(film);
    }
}
