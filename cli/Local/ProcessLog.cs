using Mesh.ServiceDefaults.Hosting;

namespace Mesh.Cli.Local;

/// <summary>The output of one run of a service: all of it goes to a file, and some lines are for us.</summary>
/// <param name="file">Grows from run to run.</param>
internal sealed class ProcessLog(string file) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ReadyLine> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamWriter? _writer = new(file, append: true) { AutoFlush = true };

    /// <summary>Where the service listens; fails when it ends before.</summary>
    public Task<ReadyLine> Ready => _ready.Task;

    /// <summary>Why its model cannot be served; null while nothing is wrong.</summary>
    public string? Failure { get; private set; }

    public void Note(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _writer?.WriteLine(line);
        if (ReadyLine.TryParse(line, out var ready))
            _ready.TrySetResult(ready);
        if (FailureLine.TryParse(line, out var failure))
            Failure = failure.Reason;
    }

    /// <summary>The service has ended.</summary>
    public void Ended() => _ready.TrySetException(new LocalMeshException("It ended."));

    /// <summary>The last lines, in one.</summary>
    public string LastWords()
    {
        lock (_gate)
        {
            _writer?.Flush();
            return string.Join(" | ", File.ReadLines(file).TakeLast(10));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
