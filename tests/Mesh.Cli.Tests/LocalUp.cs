using System.Net;
using System.Net.Sockets;

namespace Mesh.Cli.Tests;

/// <summary>mesh up in one process on ports of its own; the same at every start.</summary>
/// <param name="data">Its folder.</param>
/// <param name="patience">How long it may take to answer.</param>
internal sealed class LocalUp(string data, TimeSpan patience) : IDisposable
{
    private readonly int _port = FreePort();

    /// <summary>Of gRPC.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    public HttpClient Rest { get; } = new() { BaseAddress = new($"http://127.0.0.1:{FreePort()}") };

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task<MeshProgram> StartAsync(params string[] options)
    {
        var mesh = MeshProgram.Start(
            ["up", "--port", $"{_port}", "--http-port", $"{Rest.BaseAddress!.Port}", "--data", data, .. options]);
        using var limit = new CancellationTokenSource(patience);
        while (!await AnswersAsync(limit.Token))
        {
            Assert.False(limit.IsCancellationRequested, $"the mesh did not come up in {patience}");
            await Task.Delay(100);
        }
        return mesh;
    }

    public void Dispose() => Rest.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Rest.GetAsync("/healthz", cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
