using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Mesh.Gateway.Tests.Hostile;

public sealed class HostileRestTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, string> Bodies
    {
        get
        {
            var bodies = new TheoryData<string, string, string>
            {
                { "no type", "", "" },
                { "unknown type", "text/plain", "hello" },
                { "no boundary", "multipart/form-data", "--x\r\n\r\n--x--" },
                { "endless boundary", $"multipart/form-data; boundary={new string('b', 5000)}", "" },
                { "empty form", Form, "--x--\r\n" },
                { "no disposition", Form, "--x\r\nA: b\r\n\r\nv\r\n--x--" },
                { "no name", Form, "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--" },
                { "cut in a header", Form, "--x\r\nContent-Disp" },
                { "cut in a file", Form, Part("video\"; filename=\"a.mp4", "abc", end: "") },
                { "a field of a megabyte", Form, Part("instruction", new('a', 1 << 20)) },
                { "ten thousand headers", Form, "--x\r\n" + new string('A', 10_000) + ": b\r\n\r\nv\r\n--x--" },
                { "field twice", Form, Part("seed", "1", end: "") + Part("seed", "2") },
                { "video twice", Form, Part("video", "a", end: "") + Part("video", "b") },
                { "unknown field", Form, Part("../../x", "1") },
                { "deep json", Json, string.Concat(Enumerable.Repeat("[", 100_000)) },
                { "surrogate json", Json, "{\"instruction\":\"\\ud800\",\"video_uri\":\"file:///x\"}" },
                { "control json", Json, "{\"instruction\":\"\\u0000\",\"video_uri\":\"file:///x\"}" },
                { "json twice", Json, "{}{}" },
                { "json of a megabyte", Json, $"{{\"instruction\":\"{new string('a', 1 << 20)}\"}}" },
                { "json number", Json, "{\"steps\":1e400}" },
                { "json type", "application/json; charset=utf-32", "{}" },
            };
            foreach (var name in FileNames)
                bodies.Add($"file named {name}", Form, Part($"video\"; filename=\"{name}", "no film"));
            return bodies;
        }
    }

    private static readonly string[] FileNames =
        ["../../../etc/passwd", "a\\..\\b.mp4", "CON", "a.mp4\u0000.sh", "$(id).mp4", "-i.mp4"];

    // Length 8 and type 7: what an HTTP/1 port says to a client that speaks HTTP/2.
    private const string Http2GoAway = "\0\0\b\a";

    private const string Head = "POST /v1/videos/edits HTTP/1.1\r\nHost: a\r\n";
    private const string Form = "multipart/form-data; boundary=x";
    private const string Json = "application/json";

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_wrong_is_a_problem(string what, string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type != "")
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await gateway.Mesh.Rest.PostAsync("/v1/videos/edits", content);

        Assert.True(
            (int)answer.StatusCode is >= 400 and < 500
            && answer.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{what}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    // 80 forms that are cut, have flipped bits, absurd numbers and pieces in another order; half around the film.
    [Fact]
    public async Task A_damaged_form_is_an_edit_or_a_problem()
    {
        var film = Encoding.Latin1.GetString(gateway.Film);
        var whole = Encoding.Latin1.GetBytes(
            Part("instruction", "make it red", end: "") + Part("video\"; filename=\"a.mp4", film));
        var small = Encoding.Latin1.GetBytes(
            Part("instruction", "make it red", end: "") + Part("video_uri", "file:///etc/passwd"));
        var wrong = new ConcurrentBag<string>();

        var forms = Mutations.Of(whole, each: 10).Concat(Mutations.Of(small, each: 10));
        await Parallel.ForEachAsync(forms, async (form, _) =>
        {
            using var content = new ByteArrayContent(form.Bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", Form);
            using var answer = await gateway.Mesh.Rest.PostAsync("/v1/videos/edits", content, CancellationToken.None);
            var type = answer.Content.Headers.ContentType?.MediaType;
            if (!((int)answer.StatusCode == 202 && type == "application/json")
                && !((int)answer.StatusCode is >= 400 and < 500 && type == "application/problem+json"))
            {
                wrong.Add($"{form.Name}: {answer.StatusCode} {type}");
            }
        });

        Assert.Empty(wrong);
        using var still = await gateway.Mesh.Rest.GetAsync("/v1/videos");
        Assert.True(still.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(Head + "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{")]
    [InlineData(Head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n")]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("GET /v1/videos/../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /v1/videos HTTP/9.9\r\n\r\n")]
    [InlineData("\u0000\u0001\u0002\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Bytes_that_are_no_request_are_answered_or_cut_off(string bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Mesh.Rest.BaseAddress!.Host, gateway.Mesh.Rest.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        client.Client.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream);
        try
        {
            var answer = await reader.ReadToEndAsync().WaitAsync(Patience);
            string[] refusals = ["HTTP/1.1 4", "HTTP/1.1 505", Http2GoAway];
            Assert.True(
                answer == "" || refusals.Any(start => answer.StartsWith(start, StringComparison.Ordinal)), answer);
        }
        catch (IOException)
        {
            // Cut off.
        }
        using var still = await gateway.Mesh.Rest.GetAsync("/v1/videos");
        Assert.True(still.IsSuccessStatusCode);
    }

    private static string Part(string name, string value, string end = "--x--\r\n") =>
        $"--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n{end}";
}
