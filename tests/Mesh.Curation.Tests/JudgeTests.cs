using Mesh.Curation.Judging;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;
using Mesh.Curation.Tests.Films;
using Mesh.Curation.Tests.Vlm;
using Mesh.Curation.Vlm;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;

namespace Mesh.Curation.Tests;

public sealed class JudgeTests : IDisposable
{
    private const string Good =
        """{"accuracy": 5, "fidelity": 4, "preservation": 5, "quality": 4, "safety": 5, "type": "add"}""";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_black_shape_is_found_and_an_old_one_is_not()
    {
        var judge = new MeasuredJudge(new());
        Assert.Equal("black silhouette", (await judge.JudgeAsync(Request(Grey(), Holed()), default)).Drop?.Reason);
        Assert.Null((await judge.JudgeAsync(Request(Holed(), Holed(brighter: true)), default)).Drop);
        Assert.Equal("not edited", (await judge.JudgeAsync(Request(Grey(), Grey()), default)).Drop?.Reason);
    }

    [Theory]
    [InlineData(Good, null)]
    [InlineData("""{"accuracy": 2, "fidelity": 4, "preservation": 5, "quality": 4, "safety": 5}""", "low accuracy")]
    [InlineData("""{"accuracy": 5, "fidelity": 4, "preservation": 5, "quality": 4, "safety": 1}""", "low safety")]
    public async Task Scores_decide_by_the_rules_of_the_recipe(string answer, string? reason)
    {
        await using var server = new ChatServer((_, _) => ChatAnswer.Says(answer));
        using var client = Client(server);
        var judge = new VlmJudge(client, Rules());
        var verdict = await judge.JudgeAsync(Request(Grey(), Grey(90)), default);
        Assert.Equal(reason, verdict.Drop?.Reason);
        Assert.Equal(4, verdict.Scores["fidelity"]);
    }

    [Theory]
    [InlineData("""{"accuracy": 9, "fidelity": 4, "preservation": 5, "quality": 4, "safety": 5}""")]
    [InlineData("""{"accuracy": 5, "fidelity": 4, "preservation": 5, "quality": 4}""")]
    public async Task Scores_outside_their_range_or_missing_are_no_judgement(string answer)
    {
        await using var server = new ChatServer((number, _) => ChatAnswer.Says(number == 1 ? answer : Good));
        using var client = Client(server);
        Assert.Null((await new VlmJudge(client, Rules()).JudgeAsync(Request(Grey(), Grey(90)), default)).Drop);
        Assert.Equal(1, client.Usage.Malformed);
    }

    [Fact]
    public async Task Triplets_are_judged_and_types_kept_in_balance()
    {
        var film = SmallFilms.Moving(41, 30, 1, 0);
        await film.WriteAsync(_folder.At("a.mp4"));
        var edited = film.Shot(30, (frame, rgb) =>
        {
            film.Frames[frame].CopyTo(rgb, 0);
            for (var i = 0; i < rgb.Length; i += 3)
                rgb[i] = 220;
        });
        await FilmScript.WriteAsync(_folder.At("b.mp4"), film.Width, film.Height, edited);
        await File.WriteAllLinesAsync(_folder.At("set.jsonl"),
        [
            .. Enumerable.Range(1, 3).Select(number =>
                $$"""{"source": "a.mp4", "edited": "b.mp4", "instruction": "Paint it {{number}}", "type": "style"}"""),
            """{"source": "b.mp4", "edited": "a.mp4", "instruction": "Take the red away", "type": "remove"}""",
            """{"source": "a.mp4", "edited": "a.mp4", "instruction": "Add a dog", "type": "add"}""",
        ]);
        var recipe = new Recipe
        {
            Name = "tiny-filter",
            Task = RecipeTask.Triplets,
            Sources = new() { MinSide = 64 },
            Duplicates = null,
            Clips = new() { Buckets = [new(64, 96, 9)], Preset = "ultrafast" },
            Judge = new() { Balance = 2, Frames = 2 },
        };
        var store = new DirectoryArtifactStore(_folder.At("work"));
        var sources = await TripletManifest.ReadAsync([_folder.At("set.jsonl")]);
        var summary = await new LocalCuration(new(recipe, store, new()), 2).RunAsync(sources, _folder.At("out"));
        Assert.Equal(3, summary.Samples);  // two of style, one of remove
        Assert.Equal((1, 1), (summary.Dropped["balance"], summary.Dropped["judge"]));
    }

    private static JudgeRules Rules() => new()
    {
        Judge = "vlm",
        Keep = new Dictionary<string, double> { ["accuracy"] = 4, ["safety"] = 5 },
    };

    private static JudgeRequest Request(RgbImage original, RgbImage edited) => new([original], [edited], "Do it.");

    private static RgbImage Grey(byte level = 120)
    {
        var image = new RgbImage(40, 30);
        image.Pixels.AsSpan().Fill(level);
        return image;
    }

    private static RgbImage Holed(bool brighter = false)
    {
        var image = Grey(brighter ? (byte)140 : (byte)120);
        for (var y = 10; y < 20; y++)
        {
            for (var x = 10; x < 20; x++)
                image[x, y].Clear();
        }
        return image;
    }

    private VlmClient Client(ChatServer server) => new(
        new() { Endpoint = server.Endpoint, Model = "qwen", FirstPause = TimeSpan.FromMilliseconds(1) },
        new DirectoryArtifactStore(_folder.At("answers")), _http);
}
