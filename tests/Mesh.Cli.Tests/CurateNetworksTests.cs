using System.Formats.Tar;
using Mesh.Cli.Chaos.Curation;
using Mesh.Perception.Tests;
using Mesh.TestKit;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Cli.Tests;

/// <summary>mesh curate with DINOv2, Depth Anything and archives in place of what needs no weights.</summary>
public sealed class CurateNetworksTests : IAsyncLifetime, IDisposable
{
    // Calls red things near.
    private const string Red = """
          def forward(self: __torch__.M, x: Tensor) -> Tensor:
            return torch.select(x, 1, 0)

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ArchiveFolder _archives = new();
    private readonly GoldenFolder _dino = GoldenFolder.Dinov2();
    private readonly GoldenFolder _depth = GoldenFolder.DepthAnything();
    private string[] _films = [];

    public async Task InitializeAsync()
    {
        var names = await CurationFilms.RenderAsync(_folder.At("films"), count: 4, seed: 3, CancellationToken.None);
        _films = [.. names.Select(name => Path.Combine(_folder.At("films"), name))];
        await File.WriteAllTextAsync(_folder.At("recipe.yaml"), """
            name: eyes
            task: clips
            sources: { min-seconds: 0.5, min-side: 64 }
            scenes: { min-seconds: 0.5 }
            motion: { min-travel: 1.5 }
            clips:
              buckets: [{ height: 64, width: 96, frames: 9 }]
              preset: ultrafast
            """);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        _archives.Dispose();
        _dino.Dispose();
        _depth.Dispose();
    }

    [Fact]
    public async Task Every_network_decides_what_it_was_brought_for_and_the_card_names_it()
    {
        // More than these films do.
        var tracker = MovingTracker.Record(_archives, "racing", pixels: 30);

        var free = await RunAsync("free");
        Assert.Empty(free.Samples);
        Assert.Equal(4, free.Drops.Count(drop => drop.Contains("hardly moves", StringComparison.Ordinal)));
        Assert.Contains("| motion | grid |", free.Card, StringComparison.Ordinal);

        var tracked = await RunAsync("tracked", "--tracker", tracker);
        Assert.Equal((4, 0), (tracked.Samples.Count, tracked.Drops.Count));
        Assert.Contains("| motion | racing 1 |", tracked.Card, StringComparison.Ordinal);
        Assert.Contains("| depth | - |", tracked.Card, StringComparison.Ordinal);

        string[] all = ["--tracker", tracker, "--embedder", _dino.Path, "--depth", _depth.Path];
        var whole = await RunAsync("whole", all);
        // To a network of random weights films look alike.
        Assert.NotEmpty(whole.Drops);
        Assert.All(whole.Drops, drop => Assert.Contains("near duplicate", drop, StringComparison.Ordinal));
        Assert.Equal(4 - whole.Drops.Count, whole.Samples.Count);
        Assert.Contains($"| duplicates | {Path.GetFileName(_dino.Path)} |", whole.Card, StringComparison.Ordinal);
        Assert.Contains($"| depth | {Path.GetFileName(_depth.Path)} |", whole.Card, StringComparison.Ordinal);
        foreach (var sample in whole.Samples)
        {
            var (clip, guide) = (
                await VideoProbe.ReadAsync(sample + ".source.mp4"), await VideoProbe.ReadAsync(sample + ".depth.mp4"));
            Assert.Equal((clip.Size, clip.FrameCount), (guide.Size, guide.FrameCount));
        }

        Assert.Equal(whole.Sums, (await RunAsync("again", all)).Sums);
    }

    [Fact]
    public async Task Depth_comes_from_an_archive_too_and_what_is_no_backend_is_refused_in_one_line()
    {
        var red = _archives.Record(
            Red,
            manifest => manifest with
            {
                Task = "depth",
                Name = "red",
                In = ArchiveFolder.Json("""{"x": ["f32", "B", 3, "H", "W"]}"""),
                Out = ArchiveFolder.Json("""{"y": ["f32", "B", "H", "W"]}"""),
            },
            [zeros(1, 3, 8, 8)], [ones(2, 3, 8, 16)]);
        await File.AppendAllTextAsync(_folder.At("recipe.yaml"), "\ndepth: { min-contrast: 0 }");
        var recipe = await File.ReadAllTextAsync(_folder.At("recipe.yaml"));
        await File.WriteAllTextAsync(
            _folder.At("recipe.yaml"), recipe.Replace("min-travel: 1.5", "min-travel: 0", StringComparison.Ordinal));

        var made = await RunAsync("red", "--depth", red);
        Assert.Contains("| depth | red 1 |", made.Card, StringComparison.Ordinal);
        Assert.NotEmpty(made.Samples);
        Assert.All(made.Samples, sample => Assert.True(File.Exists(sample + ".depth.mp4")));

        var none = await MeshProgram.RunAsync(Arguments("none"));
        Assert.Equal(2, none.Code);
        Assert.Contains(
            "'depth: estimator: depth-anything', and there is none: give --depth", Assert.Single(none.ErrorLines),
            StringComparison.Ordinal);
        var absent = await MeshProgram.RunAsync(Arguments("absent", "--depth", "/absent"));
        Assert.Equal(3, absent.Code);
        Assert.Contains("got '/absent'", Assert.Single(absent.ErrorLines), StringComparison.Ordinal);
    }

    private async Task<Made> RunAsync(string output, params string[] options)
    {
        var ended = await MeshProgram.RunAsync(Arguments(output, options));
        Assert.True(ended.Code == 0, string.Join('\n', ended.ErrorLines));
        var files = Directory.CreateDirectory(_folder.At(output + "/files")).FullName;
        foreach (var shard in Directory.GetFiles(_folder.At(output + "/shards")))
            TarFile.ExtractToDirectory(shard, files, overwriteFiles: true);
        return new(
            [.. Directory.GetFiles(files, "*.source.mp4").Select(path => path[..^".source.mp4".Length])],
            await File.ReadAllLinesAsync(_folder.At(output + "/drops.jsonl")),
            await File.ReadAllTextAsync(_folder.At(output + "/card.md")),
            await File.ReadAllTextAsync(_folder.At(output + "/sha256sums")));
    }

    private string[] Arguments(string output, params string[] options) =>
        ["curate", .. _films, "--recipe", _folder.At("recipe.yaml"), "-o", _folder.At(output), .. options];

    /// <summary>A dataset, unpacked; samples by their paths without a role.</summary>
    private sealed record Made(
        IReadOnlyList<string> Samples, IReadOnlyList<string> Drops, string Card, string Sums);
}
