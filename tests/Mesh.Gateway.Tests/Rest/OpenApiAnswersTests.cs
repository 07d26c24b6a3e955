using System.Text.Json;

namespace Mesh.Gateway.Tests.Rest;

/// <summary>Calls every operation as the document describes it, and holds the answers to the document.</summary>
public sealed class OpenApiAnswersTests(WholeMesh whole) : IClassFixture<WholeMesh>
{
    private readonly HttpClient _rest = whole.Mesh.Rest;
    private readonly HashSet<string> _called = [];
    private JsonElement _document;
    private SchemaCheck _check = null!;

    [Fact]
    public async Task Every_operation_answers_as_it_is_described()
    {
        _document = JsonDocument.Parse(await _rest.GetStringAsync("/openapi.json")).RootElement;
        _check = new(_document);
        var nobody = Guid.NewGuid().ToString("N");

        var id = (await CallAsync("submitEdit", "", 202, Form())).GetProperty("id").GetString()!;
        await CallAsync("submitEdit", "", 400, Form(("steps", "0"), ("guidance", "lots")));
        await CallAsync("submitEdit", "", 400, new StringContent("{}", null, "application/json"));
        await CallAsync("watchEdit", id, 200);
        await CallAsync("watchEdit", nobody, 404);
        await CallAsync("getEdit", id, 200);
        await CallAsync("getEdit", nobody, 404);
        await CallAsync("listEdits", "", 200);
        await CallAsync("listEdits", "?limit=0", 400);
        await CallAsync("downloadEdit", id, 200);
        await CallAsync("downloadEdit", nobody, 404);
        await CallAsync("headEdit", id, 200);
        await CallAsync("previewEdit", id, 404);
        await CallAsync("deleteEdit", id, 200);
        await CallAsync("deleteEdit", id, 404);
        await CallAsync("openApi", "", 200);
        await CallAsync("editPicture", "", 400, Form());

        var endless = (await CallAsync("submitEdit", "", 202, Form(("steps", "1000")))).GetProperty("id").GetString()!;
        await CallAsync("getEdit", endless, 200);
        await CallAsync("downloadEdit", endless, 409);
        await CallAsync("deleteEdit", endless, 200);
        Assert.Equal(Operations().Select(operation => operation.Id).Order(), _called.Order());
    }

    private async Task<JsonElement> CallAsync(string operation, string id, int status, HttpContent? body = null)
    {
        _called.Add(operation);
        var (_, method, path, described) = Operations().Single(each => each.Id == operation);
        var query = id.StartsWith('?') ? id : "";
        using var request = new HttpRequestMessage(
            new(method.ToUpperInvariant()), path.Replace("{id}", id, StringComparison.Ordinal) + query);
        request.Content = body;

        using var answer = await _rest.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        var text = System.Text.Encoding.UTF8.GetString(bytes);
        Assert.True(
            status == (int)answer.StatusCode, $"{operation}: {status} expected, got {answer.StatusCode} {text}");
        Assert.True(
            described.GetProperty("responses").TryGetProperty($"{status}", out var response),
            $"{operation} does not describe {status}");
        if (!_check.Resolve(response).TryGetProperty("content", out var content))
            return default;
        var type = answer.Content.Headers.ContentType!.MediaType!;
        var media = content.EnumerateObject().Single(kind => IsLike(type, kind.Name));
        if (!type.EndsWith("json", StringComparison.Ordinal) || !media.Value.TryGetProperty("schema", out var schema))
            return default;
        var value = JsonDocument.Parse(bytes).RootElement;
        Assert.Empty(_check.Faults(schema, value).Select(fault => $"{operation} {status} {fault}"));
        return value;
    }

    private static bool IsLike(string type, string kind) => kind.EndsWith("/*", StringComparison.Ordinal)
        ? type.StartsWith(kind[..^1], StringComparison.Ordinal)
        : type == kind;

    private IEnumerable<(string Id, string Method, string Path, JsonElement Described)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where method.Name != "parameters"
        select (method.Value.GetProperty("operationId").GetString()!, method.Name, path.Name, method.Value);

    private MultipartFormDataContent Form(params (string Name, string Value)[] more)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(WholeMesh.Instruction), "prompt" },
            { new ByteArrayContent(whole.Film), "video", "film.mp4" },
        };
        foreach (var (name, value) in more)
            form.Add(new StringContent(value), name);
        return form;
    }
}
