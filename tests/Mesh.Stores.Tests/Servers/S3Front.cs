using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Mesh.Stores.Tests.Servers;

/// <summary>
/// Stands before s3rver and knows what it does not: If-None-Match, which lets the first of several writers win, and
/// uploads that are abandoned. It knows the objects that were written through it.
/// </summary>
internal sealed class S3Front : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _behind = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _objects = [];
    private readonly Uri _server;
    private int _refused;

    /// <param name="server">Address of s3rver.</param>
    public S3Front(Uri server)
    {
        (_server, Address) = (server, new Uri($"http://127.0.0.1:{FreePort.Next()}"));
        _listener.Prefixes.Add($"{Address}");
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Address { get; }

    /// <summary>Number of a part of an upload that is not taken.</summary>
    public int? BadPart { get; set; }

    /// <summary>How many writers came too late.</summary>
    public int Refused => _refused;

    /// <summary>Uploads that were abandoned.</summary>
    public ConcurrentQueue<string> Aborted { get; } = [];

    /// <summary>Uploads that were begun.</summary>
    public ConcurrentQueue<string> Begun { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        _behind.Dispose();
        _turn.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var query = context.Request.QueryString;
        if (context.Request.HttpMethod == "DELETE" && query["uploadId"] is { } abandoned)
        {
            Aborted.Enqueue(abandoned);
            Say(context, 204);
        }
        else if (query["partNumber"] is { } part && part == $"{BadPart}")
            Say(context, 400, "InvalidPart");
        else if (Writes(context.Request))
            await WriteAsync(context, body.ToArray());
        else
            await PassAsync(context, body.ToArray());
    }

    // One writer after the other, as the servers that know the condition promise.
    private async Task WriteAsync(HttpListenerContext context, byte[] body)
    {
        await _turn.WaitAsync();
        try
        {
            var path = context.Request.Url!.AbsolutePath;
            if (context.Request.Headers["If-None-Match"] == "*" && _objects.Contains(path))
            {
                Interlocked.Increment(ref _refused);
                Say(context, 412, "PreconditionFailed");
            }
            else if (await PassAsync(context, body) == 200)
                _objects.Add(path);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<int> PassAsync(HttpListenerContext context, byte[] body)
    {
        var asked = context.Request;
        using var request = new HttpRequestMessage(new(asked.HttpMethod), new Uri(_server, asked.RawUrl));
        request.Content = new ByteArrayContent(body);
        foreach (var name in asked.Headers.AllKeys.OfType<string>())
        {
            if (!request.Headers.TryAddWithoutValidation(name, asked.Headers[name]))
                request.Content.Headers.TryAddWithoutValidation(name, asked.Headers[name]);
        }
        request.Headers.Host = asked.UserHostName;  // it is signed
        request.Headers.ExpectContinue = false;
        request.Headers.Connection.Clear();
        using var answer = await _behind.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (asked.Url!.Query == "?uploads" && answer.IsSuccessStatusCode)
            Begun.Enqueue(Between(Encoding.UTF8.GetString(bytes), "<UploadId>", "</UploadId>"));

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is "ETag" or "Content-Type" or "Last-Modified" or "Content-Range"))
        {
            context.Response.Headers[header.Key] = string.Join(", ", header.Value);
        }
        if (asked.HttpMethod == "HEAD")
            context.Response.ContentLength64 = answer.Content.Headers.ContentLength ?? 0;
        else if (bytes.Length > 0)
            context.Response.OutputStream.Write(bytes);
        context.Response.Close();
        return (int)answer.StatusCode;
    }

    private static bool Writes(HttpListenerRequest request) =>
        (request.HttpMethod == "PUT" && request.QueryString["partNumber"] is null)
        || (request.HttpMethod == "POST" && request.QueryString["uploadId"] is not null);

    private static void Say(HttpListenerContext context, int status, string? code = null)
    {
        context.Response.StatusCode = status;
        if (code is not null)
        {
            context.Response.ContentType = "application/xml";
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(
                $"<Error><Code>{code}</Code><Message>{code}</Message></Error>"));
        }
        context.Response.Close();
    }

    private static string Between(string text, string start, string end) =>
        text.Split(start)[^1].Split(end)[0];
}
