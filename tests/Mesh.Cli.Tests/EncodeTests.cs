using System.Text.Json;
using Mesh.Editing.Tests;
using Mesh.Scenes;
using Mesh.TestKit;
using Mesh.Video;

namespace Mesh.Cli.Tests;

/// <summary>From films to a trained network: curate, encode, train on ranks, go on.</summary>
public sealed class EncodeTests : IAsyncLifetime, IDisposable
{
    // The rules of icve-pretrain at the sizes of the recipe icve-smoke.
    private const string Recipe = """
        name: tiny-pretrain
        task: pairs
        sources: { min-seconds: 0.5, min-side: 64 }
        scenes: { min-seconds: 0.5 }
        clips:
          buckets: [{ height: 32, width: 48, frames: 5 }, { height: 48, width: 32, frames: 9 }]
          preset: ultrafast
        instructions: { annotator: measured, vary-synonyms: true }
        shards: { samples: 2 }
        """;

    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync()
    {
        var films = new List<string>();
        var scenes = new SceneSampler(3);
        for (var film = 0; film < 6; film++)
        {
            films.Add(_folder.At($"film-{film}.mp4"));
            await RenderAsync(scenes.Next(), films[^1], film % 2 == 0 ? new(96, 64) : new(64, 96));
        }
        await File.WriteAllTextAsync(_folder.At("recipe.yaml"), Recipe);
        TinyIcve.Write(_folder.At("model"), text: 8, pooled: 48);
        await DoneAsync("curate", [.. films, "--recipe", _folder.At("recipe.yaml"), "-o", Clips, "--workers", "2"]);
        await DoneAsync("encode", [Clips, "--model", _folder.At("model"), "-o", Latents]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private string Clips => _folder.At("clips");

    private string Latents => _folder.At("latents");

    [Fact]
    public async Task Curated_films_train_one_rank_and_two_from_latents_or_clips_and_go_on()
    {
        var one = await DoneAsync("train", [.. Training("one", "1"), "--data", Latents]);
        var losses = Losses("one");
        await DoneAsync("train", [.. Training("two", "2"), "--data", Latents]);
        foreach (var step in (string[])["step-00000012", "step-00000016"])
            Directory.Delete(_folder.At($"one/checkpoints/{step}"), recursive: true);
        var resumed = await DoneAsync(
            "train", [.. Training("one", "1"), "--resume", "--data", Clips, "--model", _folder.At("model")]);

        Assert.Contains("done after 16 of 16 steps", one.Output, StringComparison.Ordinal);
        Assert.Equal(16, losses.Length);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.All(losses.Zip(Losses("two")), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));
        Assert.Contains("saved the checkpoint of step 12", resumed.Errors, StringComparison.Ordinal);
        Assert.Equal(losses, Losses("one"));
        Assert.Equal(one.Output.Trim()[^64..], resumed.Output.Trim()[^64..]);
    }

    private string[] Training(string name, string ranks) =>
    [
        "--recipe", "icve-smoke", "--out", _folder.At(name), "--nproc", ranks, "--steps", "8", "--save-every", "6",
    ];

    private double[] Losses(string name) =>
    [
        .. File.ReadLines(_folder.At($"{name}/steps.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Loss").GetDouble()),
    ];

    private static async Task<Ended> DoneAsync(string command, string[] arguments)
    {
        var ended = await MeshProgram.RunAsync([command, .. arguments]);
        Assert.True(ended.Code == 0, ended.Errors);
        return ended;
    }

    private static async Task RenderAsync(Scene scene, string path, PixelSize size)
    {
        const int Frames = 24;
        await using var writer = VideoWriter.Create(
            path, VideoTarget.Film(size.Width, size.Height, new(25, 1), Frames), new(20, "ultrafast"));
        var frame = new byte[size.Width * size.Height * 3];
        for (var time = 0; time < Frames; time++)
        {
            SceneRenderer.RenderRgb24(scene, time * 0.3, size.Height, size.Width, frame);
            await writer.WriteAsync(frame);
        }
        await writer.CompleteAsync();
    }
}
