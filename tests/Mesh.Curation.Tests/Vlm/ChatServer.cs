using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Mesh.Curation.Tests.Vlm;

/// <summary>A local server of chat completions that answers what the test says, one question at a time.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, JsonElement, ChatAnswer> _answer;
    private readonly Task _serving;
    private readonly List<JsonElement> _questions = [];

    /// <param name="answer">From the number of the question, from 1, and its body.</param>
    public ChatServer(Func<int, JsonElement, ChatAnswer> answer)
    {
        _answer = answer;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Endpoint = new($"http://127.0.0.1:{port}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/v1/chat/completions/");
        _listener.IgnoreWriteExceptions = true;  // who asked may have gone
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    public IReadOnlyList<JsonElement> Questions => _questions;

    public List<string?> Keys { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var json = await JsonDocument.ParseAsync(context.Request.InputStream);
            _questions.Add(json.RootElement.Clone());
            Keys.Add(context.Request.Headers["Authorization"]);
            var answer = _answer(_questions.Count, _questions[^1]);
            context.Response.StatusCode = answer.Status;
            if (answer.RetryAfter is { } seconds)
                context.Response.AddHeader("Retry-After", $"{seconds}");
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
            context.Response.Close();
        }
    }
}

/// <summary>What a server answers.</summary>
internal sealed record ChatAnswer(int Status, string Body, int? RetryAfter = null)
{
    /// <summary>A completion with these words, 1000 tokens in and 10 out.</summary>
    public static ChatAnswer Says(string content) => new(200, JsonSerializer.Serialize(new
    {
        choices = new[] { new { message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 1000, completion_tokens = 10 },
    }));
}
