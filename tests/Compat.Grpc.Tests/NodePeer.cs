using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Mesh.TestKit;

namespace Compat.Grpc.Tests;

/// <summary>A process of @grpc/grpc-js that serves the echo service, and makes calls on request.</summary>
public sealed class NodePeer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _answers = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];
    private Process? _process;
    private int _questions;

    /// <summary>Its echo server.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port.Task.Result}");

    public async Task InitializeAsync()
    {
        var folder = NodePackages.Install("tests/Compat.Grpc.Tests/peer");
        var proto = Path.Combine(folder, "..", "Protos", "echo.proto");
        _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "peer.mjs"), proto])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Receive(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await _port.Task.WaitAsync(Patience);
    }

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Lets the peer make a call, or wait until its server has seen a cancellation.</summary>
    public async Task<JsonNode> AskAsync(JsonObject question)
    {
        var id = Interlocked.Increment(ref _questions);
        var answer = _answers.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        question["id"] = id;
        lock (_answers)
        {
            _process!.StandardInput.WriteLine(question.ToJsonString());
            _process.StandardInput.Flush();
        }

        try
        {
            return await answer.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No answer to {question.ToJsonString()}. {string.Join('\n', _errors)}");
        }
    }

    private void Receive(string? line)
    {
        if (line is null)
            _port.TrySetException(new InvalidOperationException($"The peer died: {string.Join('\n', _errors)}"));
        else if (int.TryParse(line, out var port))
            _port.TrySetResult(port);
        else if (JsonNode.Parse(line) is { } answer)
            _answers[(int)answer["id"]!].TrySetResult(answer["result"]!);
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _errors.Add(line);
    }
}
