using System.Text.Json;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Recipes;
using Mesh.Curation.Tests.Films;
using Mesh.Curation.Vlm;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video.Scan;

namespace Mesh.Curation.Tests.Vlm;

/// <summary>Annotator and judge over films, with a model that a local server plays.</summary>
public sealed class VlmOperatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pairs_are_shown_side_by_side_and_get_the_models_words()
    {
        await using var server = new ChatServer((_, _) => ChatAnswer.Says(
            """{"instruction": "Add a bird to the sky.", "type": "add"}"""));
        var recipe = TestRecipes.Pairs with
        {
            Instructions = new() { Annotator = "vlm", Frames = 2, VarySynonyms = false },
        };
        var line = Assert.Single(await CurateAsync(recipe, server));
        Assert.Equal("Add a bird to the sky.", line.GetProperty("instruction").GetString());
        Assert.Equal("add", line.GetProperty("editType").GetString());
        Assert.Equal(2, Pictures(server.Questions[0]));
    }

    [Fact]
    public async Task Two_steps_tell_the_caption_to_the_second()
    {
        await using var server = new ChatServer((number, _) => ChatAnswer.Says(number == 1
            ? """{"caption": "A cloth moves."}"""
            : """{"instruction": "Turn the cloth into water.", "type": "change"}"""));
        var recipe = TestRecipes.Clips with { Instructions = new() { Annotator = "vlm", TwoSteps = true, Frames = 2 } };
        var line = Assert.Single(await CurateAsync(recipe, server));
        Assert.Equal("A cloth moves.", line.GetProperty("caption").GetString());
        Assert.Contains("A cloth moves.", Words(server.Questions[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trivial_instructions_are_dropped()
    {
        await using var server = new ChatServer((_, _) => ChatAnswer.Says(
            """{"instruction": "Increase the brightness of the video.", "type": "style"}"""));
        var recipe = TestRecipes.Pairs with { Instructions = new() { Annotator = "vlm" } };
        Assert.Empty(await CurateAsync(recipe, server));
        Assert.Contains("trivial", File.ReadAllText(_folder.At("out/drops.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_masked_clip_is_shown_and_its_caption_read()
    {
        await using var server = new ChatServer((number, _) => ChatAnswer.Says(
            number == 1 ? "no idea" : """{"caption": "An empty street."}"""));
        await SmallFilms.Moving(31, 17, 1, 0).WriteAsync(_folder.At("masked.mp4"));
        using var client = Client(server, new DirectoryArtifactStore(_folder.At("work")));
        var captioner = new VlmMaskCaptioner(client, new() { CaptionFrames = 2 });
        var masked = await VideoHeader.ReadAsync(_folder.At("masked.mp4"));
        Assert.Equal("An empty street.", await captioner.CaptionAsync(masked, default));
        Assert.Equal((2, 2), (server.Questions.Count, Pictures(server.Questions[1])));
        Assert.Contains("blanked out", Words(server.Questions[0]), StringComparison.Ordinal);
    }

    private VlmClient Client(ChatServer server, DirectoryArtifactStore store) => new(
        new() { Endpoint = server.Endpoint, Model = "qwen", FirstPause = TimeSpan.FromMilliseconds(1) }, store, _http);

    private async Task<JsonElement[]> CurateAsync(Recipe recipe, ChatServer server)
    {
        var film = _folder.At("film.mp4");
        await SmallFilms.Moving(31, 45, 1.5, 0).WriteAsync(film);
        var store = new DirectoryArtifactStore(_folder.At("work"));
        using var client = Client(server, store);
        var tools = new CurationTools { Annotator = new VlmAnnotator(client, recipe.Instructions!) };
        await new LocalCuration(new(recipe, store, tools), 1).RunAsync([film], _folder.At("out"));
        var lines = File.ReadLines(_folder.At("out/manifest.jsonl"));
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static JsonElement Content(JsonElement question) =>
        question.GetProperty("messages")[0].GetProperty("content");

    private static int Pictures(JsonElement question) => Content(question).GetArrayLength() - 1;

    private static string Words(JsonElement question) => Content(question)[0].GetProperty("text").GetString()!;
}
