using Mesh.Curation.Dataset;
using Mesh.Curation.Depth;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Tests.Films;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Perception;

namespace Mesh.Curation.Tests;

public sealed class DepthTests : IDisposable
{
    private static readonly VideoQuality Quality = new(10, "ultrafast");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_frames_of_a_clip_share_one_scale_and_white_is_near()
    {
        await SmallFilms.Moving(3, 11, 1, 0).WriteAsync(_folder.At("clip.mp4"));
        await new NetworkDepth(new Ramp(2)).EstimateAsync(
            _folder.At("clip.mp4"), _folder.At("depth.mp4"), Quality, default);

        var guide = await VideoProbe.ReadAsync(_folder.At("depth.mp4"));
        var clip = await VideoProbe.ReadAsync(_folder.At("clip.mp4"));
        Assert.Equal((clip.Size, clip.FrameCount, clip.AverageRate), (guide.Size, guide.FrameCount, guide.AverageRate));
        await using var reader = VideoReader.Open(guide);
        var number = 0;
        var most = (guide.Width - 1) + 2 * (guide.FrameCount - 1);
        await foreach (var frame in reader.FramesAsync())
        {
            foreach (var x in (int[])[4, guide.Width / 2, guide.Width - 5])
            {
                var grey = frame.Pixels[3 * (guide.Height / 2 * guide.Width + x)];
                Assert.InRange(grey - 255.0 * (x + 2 * number) / most, -6, 6);
            }
            number++;
        }
        Assert.Equal(["clip.mp4", "depth.mp4"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("flat", "flat depth")]
    [InlineData("short", "depth does not fit")]
    [InlineData("garbage", "depth does not fit")]
    [InlineData("good", null)]
    public async Task A_guide_that_says_nothing_or_does_not_fit_is_dropped(string kind, string? reason)
    {
        await SmallFilms.Moving(3, 9, 1, 0).WriteAsync(_folder.At("clip.mp4"));
        await SmallFilms.Moving(3, 7, 1, 0).WriteAsync(_folder.At("short.mp4"));
        IDepthSource source = kind switch
        {
            "flat" => new NetworkDepth(new Ramp(0)),
            "good" => new NetworkDepth(new Ramp(1)),
            "short" => new Copy(File.ReadAllBytes(_folder.At("short.mp4"))),
            _ => new Copy([1, 2, 3]),
        };
        var drop = await new DepthOperator(new(), source).RunAsync(
            _folder.At("clip.mp4"), _folder.At("depth.mp4"), Quality, default);
        Assert.Equal(reason, drop?.Reason);
        Assert.True(drop is null || drop.Operator == Operators.Depth);
    }

    [Fact]
    public async Task Every_sample_has_its_depth_whoever_makes_it_and_the_report_counts_them()
    {
        var films = new List<string>();
        foreach (var seed in (int[])[31, 32, 33])
        {
            films.Add(_folder.At($"{seed}.mp4"));
            await SmallFilms.Moving((ulong)seed, 40, 1.5, 0).WriteAsync(films[^1]);
        }
        var clock = new OperatorClock();
        var summary = await RunAsync(films, "one", 1, clock);
        await RunAsync(films, "two", 3, new());

        Assert.True(summary.Samples == 3, Text("one/drops.jsonl"));
        Assert.Equal(Text("one/sha256sums"), Text("two/sha256sums"));
        var lines = File.ReadAllLines(_folder.At("one/manifest.jsonl"));
        Assert.All(lines, line => Assert.Contains("\"role\":\"depth\"", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains(".depth.mp4", line, StringComparison.Ordinal));
        Assert.Contains("| depth | 3 | 3 |", Text("one/card.md"), StringComparison.Ordinal);
        Assert.Contains("| depth | bright |", Text("one/card.md"), StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(clock.Times, time => time.Operator == Operators.Depth).Calls);
    }

    private Task<DatasetSummary> RunAsync(
        IReadOnlyList<string> films, string name, int workers, OperatorClock clock)
    {
        var recipe = TestRecipes.Clips with
        {
            Duplicates = null,
            Motion = new(),
            Depth = new() { Estimator = "bright" },
        };
        var store = new DirectoryArtifactStore(_folder.At($"{name}/.work"));
        var pipeline = new CurationPipeline(
            recipe, store, new() { Clock = clock, Depth = new NetworkDepth(new Brightness()) });
        return new LocalCuration(pipeline, workers).RunAsync(films, _folder.At(name));
    }

    private string Text(string file) => File.ReadAllText(_folder.At(file));

    /// <summary>Sees the right side near, and everything come nearer; at speed 0 one plane.</summary>
    private sealed class Ramp(int speed) : IDepthEstimator
    {
        private int _frames;

        public string Name => "ramp";

        public IReadOnlyList<DepthMap> Estimate(IReadOnlyList<RgbImage> frames, CancellationToken cancellation) =>
        [
            .. frames.Select(frame =>
            {
                var number = Interlocked.Increment(ref _frames) - 1;
                return new DepthMap(frame.Width, frame.Height, [.. Enumerable.Range(0, frame.Width * frame.Height)
                    .Select(i => speed == 0 ? 1f : i % frame.Width + speed * number)]);
            }),
        ];
    }

    /// <summary>Sees what is bright near.</summary>
    private sealed class Brightness : IDepthEstimator
    {
        public string Name => "bright";

        public IReadOnlyList<DepthMap> Estimate(IReadOnlyList<RgbImage> frames, CancellationToken cancellation) =>
        [
            .. frames.Select(frame => new DepthMap(
                frame.Width, frame.Height,
                [.. frame.Pixels.Where((_, i) => i % 3 == 1).Select(green => (float)green)])),
        ];
    }

    /// <summary>Answers with these bytes.</summary>
    private sealed class Copy(byte[] film) : IDepthSource
    {
        public string Name => "copy";

        public Task EstimateAsync(string clip, string depth, VideoQuality quality, CancellationToken cancellation) =>
            File.WriteAllBytesAsync(depth, film, cancellation);
    }
}
