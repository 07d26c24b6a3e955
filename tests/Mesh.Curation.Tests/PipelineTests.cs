using System.Formats.Tar;
using System.Text.Json;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;
using Microsoft.Data.Sqlite;

namespace Mesh.Curation.Tests;

public sealed class PipelineTests(CuratedFilms curated) : IClassFixture<CuratedFilms>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<string> _films = curated.Films;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_dataset_holds_what_was_kept_and_says_why_the_rest_was_not()
    {
        var summary = curated.Summary;
        var lines = Lines("manifest.jsonl");
        Assert.Equal(lines.Length, summary.Samples);
        Assert.True(summary.Samples >= 4, $"{summary}");

        var reasons = Lines("drops.jsonl")
            .Select(line => $"{line.GetProperty("name")} {line.GetProperty("operator")}: {line.GetProperty("reason")}");
        Assert.Contains("still.mp4 motion: hardly moves", reasons);
        Assert.Contains("copy.mp4 duplicates: near duplicate", reasons);
        Assert.Contains("broken.mp4 probe: unreadable", reasons);
        Assert.Contains("same.mp4 probe: same bytes", reasons);
        Assert.Contains("short.mp4 probe: too short", reasons);
    }

    [Fact]
    public void A_pair_is_two_clips_of_one_shot_that_do_not_overlap()
    {
        foreach (var line in Lines("manifest.jsonl"))
        {
            var (original, edited) = (Span(line, "original"), Span(line, "edited"));
            Assert.True(original.End <= edited.Start || edited.End <= original.Start, $"{line}");
            Assert.Equal((9, 9), (original.End - original.Start, edited.End - edited.Start));
            Assert.NotEqual("", line.GetProperty("instruction").GetString());
        }
    }

    [Fact]
    public async Task Clips_have_the_frames_size_rate_and_range_of_their_bucket_and_films_stay_as_they_are()
    {
        var films = _films.Select(film =>
            (File.GetLastWriteTimeUtc(film), Convert.ToHexString(File.ReadAllBytes(film))));
        var before = films.ToArray();
        await RunAsync(TestRecipes.Clips, "one", workers: 2);
        Assert.Equal(before, films.ToArray());
        var clips = Extract("one").Where(path => path.EndsWith(".mp4", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(clips);
        foreach (var clip in clips)
        {
            var info = await VideoProbe.ReadAsync(clip);
            Assert.Equal((17, new PixelSize(96, 64)), (info.FrameCount, info.Size));
            Assert.Equal(new Rational(20, 1), info.AverageRate);
            Assert.Equal(("tv", false), (info.Colour.Range, info.Timing.IsVariable));
        }
    }

    [Fact]
    public async Task A_second_run_and_one_with_other_workers_give_the_same_bytes()
    {
        await RunAsync(TestRecipes.Pairs, "two", workers: 3);
        Assert.Equal(Sums(curated.Folder), Sums(_folder.At("two")));
        await RunAsync(TestRecipes.Pairs, "two", workers: 2);
        Assert.Equal(Sums(curated.Folder), Sums(_folder.At("two")));
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_and_gives_the_same_bytes()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Stopper(stop, "make", after: 2);
        var pipeline = Pipeline(TestRecipes.Pairs, "stopped");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new LocalCuration(pipeline, 1, progress)
            .RunAsync(_films, _folder.At("stopped"), stop.Token));
        Assert.False(File.Exists(_folder.At("stopped/sha256sums")));

        await RunAsync(TestRecipes.Pairs, "stopped", workers: 2);
        Assert.Equal(Sums(curated.Folder), Sums(_folder.At("stopped")));
    }

    [Fact]
    public void Shards_are_filled_in_order_and_the_catalogue_knows_them()
    {
        var summary = curated.Summary;
        var shards = Directory.GetFiles(At("shards")).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(summary.Shards, shards.Length);
        using var connection = new SqliteConnection($"Data Source={At("catalogue.db")};Pooling=false");
        connection.Open();
        Assert.Equal((long)summary.Samples, Scalar(connection, "SELECT count(*) FROM samples"));
        Assert.Equal(2L * summary.Samples, Scalar(connection, "SELECT count(*) FROM files"));
        Assert.Equal((long)Lines("drops.jsonl").Length, Scalar(connection, "SELECT count(*) FROM drops"));

        var report = File.ReadAllText(At("report.html"));
        foreach (var part in (string[])["Funnel", "near duplicate", "motion of shots", "verbs of instructions", "<img"])
            Assert.Contains(part, report, StringComparison.Ordinal);
        var card = File.ReadAllText(At("card.md"));
        Assert.Contains(RecipeFile.HashOf(TestRecipes.Pairs), card, StringComparison.Ordinal);
    }

    private Task<Dataset.DatasetSummary> RunAsync(Recipe recipe, string name, int workers) =>
        new LocalCuration(Pipeline(recipe, name), workers).RunAsync(_films, _folder.At(name));

    private CurationPipeline Pipeline(Recipe recipe, string name) =>
        new(recipe, new DirectoryArtifactStore(_folder.At($"{name}/.work")), new());

    private string At(string file) => Path.Combine(curated.Folder, file);

    private JsonElement[] Lines(string file) =>
        [.. File.ReadLines(At(file)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Sums(string folder) => File.ReadAllText(Path.Combine(folder, "sha256sums"));

    private string[] Extract(string name)
    {
        var target = Directory.CreateDirectory(_folder.At($"{name}/out")).FullName;
        foreach (var shard in Directory.GetFiles(_folder.At($"{name}/shards")))
            TarFile.ExtractToDirectory(shard, target, overwriteFiles: true);
        return Directory.GetFiles(target);
    }

    private static (int Start, int End) Span(JsonElement line, string role)
    {
        var span = line.GetProperty("spans").GetProperty(role);
        return (span[0].GetInt32(), span[1].GetInt32());
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Cancels after some films of a step.</summary>
    private sealed class Stopper(CancellationTokenSource stop, string step, int after) : IProgress<CurationProgress>
    {
        public void Report(CurationProgress value)
        {
            if (value.Step == step && value.Done >= after)
                stop.Cancel();
        }
    }
}
