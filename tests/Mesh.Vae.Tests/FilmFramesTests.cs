using System.Text.Json;
using Mesh.Contracts.Bus;
using Mesh.Editing.Tests;
using Mesh.Stages.Tests;
using Mesh.Video;

namespace Mesh.Vae.Tests;

public sealed class FilmFramesTests
{
    private static readonly VaeEncodeArguments Encode =
        VaeEdit.Encode with { FilmKey = VaeEdit.FilmKey, FramesKey = VaeEdit.FramesKey };

    private static readonly VaeDecodeArguments Decode =
        VaeEdit.Decode with { FilmKey = VaeEdit.FilmKey, FramesKey = VaeEdit.FramesKey };

    [Fact]
    public async Task The_film_is_the_same_from_kept_frames_and_from_the_source()
    {
        await using var host = await StageHost.StartAsync(new VaeService());
        var edit = await EncodedAsync(host);

        var fromFrames = await edit.DecodeAsync(Decode);
        var fromSource = await edit.DecodeAsync(Decode with
        {
            FramesKey = null,
            OutputKey = "edits/1/again.mp4",
            ReportKey = "edits/1/again.json",
        });

        Assert.Equal(fromSource, fromFrames);
        Assert.Equal(
            Measured(await edit.ReadAsync("edits/1/again.json")), Measured(await edit.ReadAsync(Decode.ReportKey)));
    }

    [Fact]
    public async Task A_film_whose_frames_were_kept_is_not_decoded_again()
    {
        await using var host = await StageHost.StartAsync(new VaeService());
        var edit = await EncodedAsync(host);
        var film = await edit.DecodeAsync(Decode);
        var white = Enumerable.Repeat(byte.MaxValue, (await edit.ReadAsync(VaeEdit.FramesKey)).Length).ToArray();
        await File.WriteAllBytesAsync(host.At("white"), white);
        await edit.StoreAsync(VaeEdit.FramesKey, host.At("white"));

        var whiteFilm = await edit.DecodeAsync(Decode with { OutputKey = "edits/1/white.mp4" });

        Assert.NotEqual(film, whiteFilm);
    }

    [Fact]
    public async Task Frames_above_the_limit_are_not_kept()
    {
        const int tooFew = 48 * 40 * 3 * 8 - 1;
        await using var host = await StageHost.StartAsync(
            new VaeService(), $"--Mesh:Artifacts:MaxFrameBytes={tooFew}");

        var edit = await EncodedAsync(host);

        Assert.False(await edit.HasAsync(VaeEdit.FramesKey));
        Assert.NotEmpty(await edit.DecodeAsync(Decode));
    }

    private static async Task<VaeEdit> EncodedAsync(StageHost host)
    {
        var film = await TinyFilm.WriteAsync(host.At("in.mp4"), 8);
        var edit = new VaeEdit(host);
        await edit.StoreAsync(Encode.VideoKey, film);
        await edit.StoreProbedAsync(await VideoProbe.ReadAsync(film));
        await edit.EncodeAsync(Encode);
        await edit.DenoiseAsync();
        return edit;
    }

    private static string Measured(byte[] report)
    {
        using var json = JsonDocument.Parse(report);
        return json.RootElement.GetProperty("change").GetRawText();
    }
}
