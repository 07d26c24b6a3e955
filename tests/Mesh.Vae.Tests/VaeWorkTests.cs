using System.Text.Json;
using Mesh.Editing;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stages.Tests;
using Mesh.Video;

namespace Mesh.Vae.Tests;

public sealed class VaeWorkTests : IAsyncLifetime
{
    private StageHost _host = null!;
    private VaeEdit _edit = null!;

    public async Task InitializeAsync()
    {
        _host = await StageHost.StartAsync(new VaeService());
        _edit = new(_host);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_film_has_the_bytes_of_one_edited_in_a_single_process()
    {
        var film = await TinyFilm.WriteAsync(_host.At("in.mp4"), 8);
        using var model = ModelFolder.Load(_host.Model);
        var expected = await new VideoEditor(model).EditAsync(
            new(film, VaeEdit.Instruction, _host.At("expected.mp4")));
        await _edit.StoreAsync(VaeEdit.Encode.VideoKey, film);

        await _edit.EncodeAsync(VaeEdit.Encode);
        await _edit.DenoiseAsync();

        Assert.Equal(File.ReadAllBytes(_host.At("expected.mp4")), await _edit.DecodeAsync(VaeEdit.Decode));
        var report = JsonSerializer.Deserialize<EditReport>(
            await _edit.ReadAsync(VaeEdit.Decode.ReportKey), EditReport.Json)!;
        Assert.Equal(expected.Change, report.Change);
        Assert.Equal(("source.mp4", "output.mp4"), (report.Request.Input, report.Request.Output));
    }

    [Fact]
    public async Task A_film_that_the_gateway_has_probed_is_not_probed_again()
    {
        await _edit.StoreAsync(VaeEdit.Encode.VideoKey, await TinyFilm.WriteAsync(_host.At("in.mp4"), 3));
        var probed = await VideoProbe.ReadAsync(_host.At("in.mp4"));
        var two = probed.Timing with { Timestamps = [.. probed.Timing.Timestamps.Take(2)] };
        await _edit.StoreProbedAsync(probed with { Timing = two });

        await _edit.EncodeAsync(VaeEdit.Encode with { FilmKey = VaeEdit.FilmKey });
        await _edit.DenoiseAsync();
        File.WriteAllBytes(
            _host.At("out.mp4"), await _edit.DecodeAsync(VaeEdit.Decode with { FilmKey = VaeEdit.FilmKey }));

        // Two, as it was told, although the file has three.
        Assert.Equal(2, (await VideoProbe.ReadAsync(_host.At("out.mp4"))).FrameCount);
    }

    [Fact]
    public async Task A_film_that_cannot_be_read_fails_the_edit()
    {
        File.WriteAllText(_host.At("no.mp4"), "no film");
        await _edit.StoreAsync(VaeEdit.Encode.VideoKey, _host.At("no.mp4"));

        var error = await Assert.ThrowsAsync<EditInputException>(() => _edit.EncodeAsync(VaeEdit.Encode));

        Assert.Equal("video", error.Field);
    }
}
