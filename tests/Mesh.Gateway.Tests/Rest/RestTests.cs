using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Mesh.Gateway.Tests.Rest;

public sealed class RestTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    private readonly HttpClient _rest = gateway.Mesh.Rest;

    [Fact]
    public async Task A_form_is_an_edit_in_the_queue()
    {
        using var answer = await SubmitAsync(("prompt", "make it red"), ("seed", "7"), ("guidance", "2.5"));

        var video = await JsonAsync(answer);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(("video", "queued", "make it red", 7L, 2.5),
            (Text(video, "object"), Text(video, "status"), Text(video, "prompt"),
                video.GetProperty("seed").GetInt64(), video.GetProperty("guidance").GetDouble()));
        Assert.Equal($"/v1/videos/{Text(video, "id")}", answer.Headers.Location?.ToString());
        Assert.Equal(video.ToString(), (await JsonAsync(await _rest.GetAsync(answer.Headers.Location))).ToString());
    }

    [Fact]
    public async Task Fields_may_come_after_the_video()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(gateway.Film), "video", "film.webm" },
            { new StringContent("make it red"), "instruction" },
        };

        using var answer = await _rest.PostAsync("/v1/videos/edits", form);

        var id = Text(await JsonAsync(answer), "id");
        Assert.True(File.Exists(Path.Combine(gateway.Mesh.ArtifactFolder, "edits", id, "source.webm")));
    }

    [Fact]
    public async Task The_same_idempotency_key_answers_with_the_same_edit()
    {
        using var first = await SubmitAsync("key-1", ("instruction", "make it red"));
        using var second = await SubmitAsync("key-1", ("instruction", "make it blue"));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(Text(await JsonAsync(first), "id"), Text(await JsonAsync(second), "id"));
    }

    [Fact]
    public async Task A_problem_names_the_fields()
    {
        using var answer = await SubmitAsync(("instruction", "make it red"), ("steps", "0"), ("seed", "-3"));

        var problem = await JsonAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", "INVALID_ARGUMENT"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Text(problem, "code")));
        Assert.Equal(
            ["seed must be 0 to 9223372036854775807, got -3", "steps must be 1 to 1000, got 0"],
            problem.GetProperty("errors").EnumerateArray()
                .Select(each => $"{Text(each, "field")} {Text(each, "problem")}"));
    }

    [Theory]
    [InlineData("{\"instruction\":\"a\",\"video_uri\":\"http://127.0.0.1/\"}", "video_uri")]
    [InlineData("{\"instruction\":\"a\"}", "video")]
    [InlineData("{\"instruction\":\"a\",\"seed\":1.5}", "seed")]
    [InlineData("{\"instruction\":[1]}", "instruction")]
    [InlineData("{\"frobnicate\":1}", "frobnicate")]
    [InlineData("{\"prompt\":\"a\",\"instruction\":\"b\"}", "instruction")]
    [InlineData("[1]", "body")]
    [InlineData("{", "body")]
    [InlineData("", "body")]
    [InlineData("{\"instruction\":\"a\",\"priority\":\"now\"}", "priority")]
    public async Task Json_that_is_no_edit_is_refused_by_field(string json, string field)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _rest.PostAsync("/v1/videos/edits", body);

        var problem = await JsonAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, Text(problem.GetProperty("errors")[0], "field"));
    }

    [Theory]
    [InlineData("/v1/videos/x", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos/0123456789abcdef0123456789abcdef/content", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos/0123456789abcdef0123456789abcdef/events", HttpStatusCode.NotFound)]
    [InlineData("/v1/videos?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?after=%00", HttpStatusCode.BadRequest)]
    [InlineData("/v1/videos?status=gone", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_a_problem(string path, HttpStatusCode status)
    {
        using var answer = await _rest.GetAsync(path);

        Assert.Equal((status, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_video_that_is_not_ready_is_a_conflict()
    {
        using var submitted = await SubmitAsync(("instruction", "make it red"));
        using var answer = await _rest.GetAsync($"{submitted.Headers.Location}/content");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task A_deleted_edit_is_cancelled_first_and_forgotten_then()
    {
        using var submitted = await SubmitAsync(("instruction", "make it red"));
        var path = submitted.Headers.Location!;

        var first = await JsonAsync(await _rest.DeleteAsync(path));
        var between = await JsonAsync(await _rest.GetAsync(path));
        await _rest.DeleteAsync(path);

        Assert.Equal(("cancelled", "cancelled"), (Text(first, "status"), Text(between, "status")));
        Assert.Equal(HttpStatusCode.NotFound, (await _rest.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Events_tell_the_state_and_are_not_told_twice()
    {
        using var submitted = await SubmitAsync(("instruction", "make it red"));
        var path = submitted.Headers.Location!;
        await _rest.DeleteAsync(path);

        var events = await _rest.GetStringAsync($"{path}/events");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{path}/events");
        again.Headers.Add("Last-Event-ID", events.Split('\n')[0]["id: ".Length..]);
        using var nothing = await _rest.SendAsync(again);

        Assert.Contains("event: cancelled\ndata: {\"id\":", events, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    private Task<HttpResponseMessage> SubmitAsync(params (string Name, string Value)[] fields) =>
        SubmitAsync(null, fields);

    private async Task<HttpResponseMessage> SubmitAsync(string? key, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(gateway.Film), "video", "film.mp4");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos/edits") { Content = form };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _rest.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
