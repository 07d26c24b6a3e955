using System.Text.Json;
using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stages.Tests;
using Mesh.Stores.Artifacts;
using Mesh.Video;

namespace Mesh.Vae.Tests;

public sealed class VaeWorkTests : IAsyncLifetime
{
    private StageHost _host = null!;

    private IArtifactStore Artifacts => _host.Get<IArtifactStore>();

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new VaeService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_film_has_the_bytes_of_one_edited_in_a_single_process()
    {
        var film = await TinyFilm.WriteAsync(_host.At("in.mp4"), 8);
        using var model = ModelFolder.Load(_host.Model);
        var expected = await new VideoEditor(model).EditAsync(new(film, "make it red", _host.At("expected.mp4")));
        await StoreAsync("edits/1/source.mp4", film);

        await _host.Get<VaeEncodeWork>().RunAsync(Encode, new Progress<StageProgress>(), CancellationToken.None);
        await DenoiseAsync(model);
        await _host.Get<VaeDecodeWork>().RunAsync(Decode, new Progress<StageProgress>(), CancellationToken.None);

        Assert.Equal(
            File.ReadAllBytes(_host.At("expected.mp4")),
            File.ReadAllBytes(await Artifacts.FetchAsync(Decode.OutputKey)));
        var report = JsonSerializer.Deserialize<EditReport>(
            File.ReadAllBytes(await Artifacts.FetchAsync(Decode.ReportKey)), EditReport.Json)!;
        Assert.Equal(expected.Change, report.Change);
        Assert.Equal(("source.mp4", "output.mp4"), (report.Request.Input, report.Request.Output));
    }

    [Fact]
    public async Task A_film_that_the_gateway_has_probed_is_not_probed_again()
    {
        await StoreAsync("edits/1/source.mp4", await TinyFilm.WriteAsync(_host.At("in.mp4"), 3));
        var probed = await VideoProbe.ReadAsync(_host.At("in.mp4"));
        var two = probed.Timing with { Timestamps = [.. probed.Timing.Timestamps.Take(2)] };
        await Artifacts.WriteAsync(
            "edits/1/film.json",
            (stream, token) => ProbedVideo.WriteAsync(stream, probed with { Timing = two }, token), replace: false);
        using var model = ModelFolder.Load(_host.Model);

        await _host.Get<VaeEncodeWork>().RunAsync(
            Encode with { FilmKey = "edits/1/film.json" }, new Progress<StageProgress>(), CancellationToken.None);
        await DenoiseAsync(model);
        await _host.Get<VaeDecodeWork>().RunAsync(
            Decode with { FilmKey = "edits/1/film.json" }, new Progress<StageProgress>(), CancellationToken.None);

        // Two, as it was told, although the file has three.
        var edited = await VideoProbe.ReadAsync(await Artifacts.FetchAsync(Decode.OutputKey));
        Assert.Equal(2, edited.FrameCount);
    }

    [Fact]
    public async Task A_film_that_cannot_be_read_fails_the_edit()
    {
        File.WriteAllText(_host.At("no.mp4"), "no film");
        await StoreAsync("edits/1/source.mp4", _host.At("no.mp4"));

        var error = await Assert.ThrowsAsync<EditInputException>(() => _host.Get<VaeEncodeWork>().RunAsync(
            Encode, new Progress<StageProgress>(), CancellationToken.None));

        Assert.Equal("video", error.Field);
    }

    private static VaeEncodeArguments Encode { get; } = new()
    {
        EditId = Guid.Empty,
        Model = "tiny",
        VideoKey = "edits/1/source.mp4",
        SourceKey = "edits/1/latents.safetensors",
    };

    private static VaeDecodeArguments Decode { get; } = new()
    {
        EditId = Guid.Empty,
        Model = "tiny",
        VideoKey = Encode.VideoKey,
        SourceKey = Encode.SourceKey,
        EditedKey = "edits/1/edited.safetensors",
        OutputKey = "edits/1/output.mp4",
        ReportKey = "edits/1/report.json",
    };

    private async Task DenoiseAsync(EditModel model)
    {
        new TextStage(model).Run("make it red", _host.At("text"));
        await new DenoiseStage(model).RunAsync(
            new(_host.At("text"), await Artifacts.FetchAsync(Encode.SourceKey), _host.At("edited")));
        await StoreAsync(Decode.EditedKey, _host.At("edited"));
    }

    private async Task StoreAsync(string key, string path)
    {
        File.Copy(path, _host.At("copy"), overwrite: true);
        await Artifacts.WriteFileAsync(key, _host.At("copy"), replace: true);
    }
}
