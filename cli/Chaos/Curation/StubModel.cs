using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>
/// A local server that speaks OpenAI's chat completions and answers by the hash of the question. It may be in a bad
/// mood: slow, wrong, 429, 500.
/// </summary>
internal sealed class StubModel : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly double _trouble;
    private readonly Task _serving;
    private int _requests;

    private StubModel(int port, double trouble, int seed)
    {
        (_trouble, _random) = (trouble, new(seed));
        Endpoint = new($"http://127.0.0.1:{port}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Questions that came in.</summary>
    public int Requests => _requests;

    /// <param name="trouble">Share of questions that are not answered as they should be, 0 to 1.</param>
    /// <param name="seed">Decides which.</param>
    public static StubModel Start(double trouble, int seed)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new(port, trouble, seed);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var (status, text) = await MoodAsync(body.ToArray());
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (status == 429)
                context.Response.AddHeader("Retry-After", "0");
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException)
        {
            // Whoever asked was killed.
        }
    }

    private async Task<(int Status, string Text)> MoodAsync(byte[] question)
    {
        double mood;
        lock (_gate)
            mood = _random.NextDouble() / Math.Max(_trouble, 1e-9);
        switch (mood)
        {
            case < 0.25:
                return (429, "{}");
            case < 0.5:
                return (500, "oops");
            case < 0.75:
                return (200, Completion("I would rather not say."));
            case < 1:
                await Task.Delay(500);
                break;
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(question))[..8];
        return (200, Completion($$"""{"instruction": "Move the shape to place {{hash}}.", "type": "motion"}"""));
    }

    private static string Completion(string content) => JsonSerializer.Serialize(new
    {
        choices = new[] { new { message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 100, completion_tokens = 20 },
    });
}
