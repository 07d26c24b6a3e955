using Mesh.Editing.Tests;
using Mesh.Stages.Tests;
using Mesh.TestKit;
using Mesh.Video;

namespace Mesh.Vae.Tests;

public sealed class EarlyWritersTests
{
    [Fact]
    public async Task The_film_is_the_same_by_an_encoder_that_was_started_early()
    {
        await using var host = await StageHost.StartAsync(new VaeService());
        var edit = new VaeEdit(host);
        var film = await TinyFilm.WriteAsync(host.At("in.mp4"), 8);
        await edit.StoreAsync(VaeEdit.Encode.VideoKey, film);
        await edit.StoreProbedAsync(await VideoProbe.ReadAsync(film));
        await edit.EncodeAsync(
            VaeEdit.Encode with { FilmKey = VaeEdit.FilmKey, OutputKey = VaeEdit.Decode.OutputKey });
        await edit.DenoiseAsync();
        var decode = VaeEdit.Decode with { FilmKey = VaeEdit.FilmKey };

        Assert.Equal([decode.OutputKey], host.Get<EarlyWriters>().Waiting);
        var early = await edit.DecodeAsync(decode);
        Assert.Empty(host.Get<EarlyWriters>().Waiting);
        var late = await edit.DecodeAsync(
            decode with { OutputKey = "edits/1/again.mp4", ReportKey = "edits/1/again.json" });

        Assert.Equal(late, early);
    }

    [Fact]
    public async Task An_encoder_for_another_source_is_not_used()
    {
        using var folder = new TemporaryFolder();
        var film = await VideoProbe.ReadAsync(await TinyFilm.WriteAsync(folder.At("in.mp4"), 2));
        await using var writers = new EarlyWriters { Moment = TimeSpan.Zero };
        await writers.StartAsync("edits/1/output.mp4", film);

        var early = writers.Take("edits/1/output.mp4")!;
        Assert.NotNull(await early.ForAsync(film.Path));
        Assert.Null(await early.ForAsync(folder.At("other.mp4")));
        await early.DisposeAsync();
        Assert.Null(writers.Take("edits/1/output.mp4"));
    }

    [Fact]
    public async Task One_that_has_not_started_or_cannot_is_left_to_the_stage()
    {
        using var folder = new TemporaryFolder();
        var film = await VideoProbe.ReadAsync(await TinyFilm.WriteAsync(folder.At("in.mp4"), 2));
        await using var late = new EarlyWriters { Moment = TimeSpan.FromDays(1) };
        await using var writers = new EarlyWriters { Moment = TimeSpan.Zero };

        await late.StartAsync("edits/1/output.mp4", film);
        await writers.StartAsync("edits/1/output.txt", film);

        await using var notYet = late.Take("edits/1/output.mp4")!;
        await using var unknown = writers.Take("edits/1/output.txt")!;
        Assert.Null(await notYet.ForAsync(film.Path));
        Assert.Null(await unknown.ForAsync(film.Path));
    }

    [Fact]
    public async Task Few_wait()
    {
        using var folder = new TemporaryFolder();
        var film = await VideoProbe.ReadAsync(await TinyFilm.WriteAsync(folder.At("in.mp4"), 2));
        await using var writers = new EarlyWriters();

        foreach (var edit in (string[])["1", "1", "2", "3"])
            await writers.StartAsync($"edits/{edit}/output.mp4", film);

        Assert.Equal(["edits/1/output.mp4", "edits/2/output.mp4"], writers.Waiting);
    }

    [Fact]
    public async Task One_that_has_waited_for_long_makes_room()
    {
        using var folder = new TemporaryFolder();
        var film = await VideoProbe.ReadAsync(await TinyFilm.WriteAsync(folder.At("in.mp4"), 2));
        await using var writers = new EarlyWriters { Patience = TimeSpan.Zero };

        await writers.StartAsync("edits/1/output.mp4", film);
        await writers.StartAsync("edits/2/output.mp4", film);

        Assert.Equal(["edits/2/output.mp4"], writers.Waiting);
    }
}
