using System.Text.Json;
using Mesh.Curation.Instructions;
using Mesh.Curation.Vlm;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Curation.Tests.Vlm;

public sealed class VlmClientTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly VlmQuestion _question = new("What is it?", [Png(10), Png(200)]);

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Words_pictures_model_and_key_arrive()
    {
        await using var server = new ChatServer((_, _) => ChatAnswer.Says("""{"word": "red"}"""));
        using var client = Client(server);
        Assert.Equal("red", await client.AskAsync(_question, Word));

        var asked = server.Questions[0];
        Assert.Equal("qwen", asked.GetProperty("model").GetString());
        Assert.Equal("Bearer secret", server.Keys[0]);
        var content = asked.GetProperty("messages")[0].GetProperty("content");
        Assert.Equal("What is it?", content[0].GetProperty("text").GetString());
        for (var i = 0; i < 2; i++)
        {
            var url = content[i + 1].GetProperty("image_url").GetProperty("url").GetString()!;
            Assert.StartsWith("data:image/png;base64,", url, StringComparison.Ordinal);
            Assert.Equal(_question.Pictures[i], Convert.FromBase64String(url[(url.IndexOf(',') + 1)..]));
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Refusals_that_pass_are_tried_again(int status)
    {
        await using var server = new ChatServer((number, _) =>
            number < 4 ? new(status, "{}", RetryAfter: 0) : ChatAnswer.Says("""{"word": "red"}"""));
        using var client = Client(server);
        Assert.Equal("red", await client.AskAsync(_question, Word));
        Assert.Equal((4L, 3L), (client.Usage.Requests, client.Usage.Retries));
    }

    [Fact]
    public async Task A_refusal_that_stays_is_told_at_once()
    {
        await using var server = new ChatServer((_, _) => new(401, "{}"));
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<AnnotatorUnavailableException>(() => client.AskAsync(_question, Word));
        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Questions);
    }

    [Theory]
    [InlineData("I cannot tell.")]
    [InlineData("""{"colour": "red"}""")]
    [InlineData("""{"word": 7}""")]
    [InlineData("""{"word": "red" """)]
    public async Task Malformed_answers_are_rejected_and_asked_again(string words)
    {
        await using var server = new ChatServer((number, _) =>
            ChatAnswer.Says(number < 3 ? words : "Sure!\n```json\n{\"word\": \"red\"}\n```"));
        using var client = Client(server);
        Assert.Equal("red", await client.AskAsync(_question, Word));
        Assert.Equal(2, client.Usage.Malformed);
    }

    [Fact]
    public async Task A_body_that_is_no_completion_is_malformed()
    {
        await using var server = new ChatServer((_, _) => new(200, "<html>"));
        using var client = Client(server);
        Assert.Null(await client.AskAsync(_question, Word));
        Assert.Equal(5, server.Questions.Count);
    }

    [Fact]
    public async Task A_server_that_never_recovers_is_unavailable_not_wrong()
    {
        await using var server = new ChatServer((number, _) => number == 5 ? ChatAnswer.Says("?") : new(500, ""));
        using var client = Client(server);
        await Assert.ThrowsAsync<AnnotatorUnavailableException>(() => client.AskAsync(_question, Word));
    }

    [Fact]
    public async Task What_was_answered_is_not_asked_again_and_costs_nothing()
    {
        await using var server = new ChatServer((_, _) => ChatAnswer.Says("""{"word": "red"}"""));
        using (var client = Client(server))
        {
            await client.AskAsync(_question, Word);
            Assert.Equal(1000 * 2e-6 + 10 * 8e-6, client.Usage.Cost, 9);
        }
        using var other = Client(server);
        Assert.Equal("red", await other.AskAsync(_question, Word));
        Assert.Equal((0L, 1L, 0.0), (other.Usage.Requests, other.Usage.Cached, other.Usage.Cost));
        await other.AskAsync(_question with { Pictures = [Png(11), Png(200)] }, Word);
        Assert.Equal(2, server.Questions.Count);
    }

    private static string? Word(JsonElement answer) =>
        answer.TryGetProperty("word", out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;

    private static byte[] Png(byte grey)
    {
        var image = new RgbImage(4, 4);
        image.Pixels.AsSpan().Fill(grey);
        return PngFile.Encode(new Raster(4, 4, 3, image.Pixels));
    }

    private VlmClient Client(ChatServer server) => new(
        new()
        {
            Endpoint = server.Endpoint,
            Model = "qwen",
            ApiKey = "secret",
            Attempts = 5,
            FirstPause = TimeSpan.FromMilliseconds(1),
            InputPrice = 2,
            OutputPrice = 8,
        },
        new DirectoryArtifactStore(_folder.Path), _http);
}
