using System.Diagnostics;
using Mesh.ServiceDefaults.Hosting;

namespace Mesh.Cli.Local;

/// <summary>One service as a process of its own, built beside this program. Its output goes to a file.</summary>
/// <param name="name">For example "dit-2"; names the file.</param>
/// <param name="assembly">Program to run, for example "Mesh.Dit.dll".</param>
/// <param name="arguments">Its command line.</param>
/// <param name="logs">Folder of the file, which must exist.</param>
internal sealed class MeshProcess(string name, string assembly, IReadOnlyList<string> arguments, string logs)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Process? _process;
    private StreamWriter? _log;

    public string Name => name;

    public string LogFile => Path.Combine(logs, $"{name}.log");

    /// <summary>Where it listens; known once started.</summary>
    public ReadyLine? Ready { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it, again when it had ended, and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not listen in time; the message has its last words.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        Release();
        var ready = new TaskCompletionSource<ReadyLine>(TaskCreationOptions.RunContinuationsAsynchronously);
        _log = new StreamWriter(LogFile, append: true) { AutoFlush = true };
        _process = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Threads that wait for the next operator give the cores to the other processes meanwhile.
                Environment = { ["OMP_WAIT_POLICY"] = "PASSIVE" },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Note(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Note(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"{name} ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Ready = await ready.Task.WaitAsync(StartLimit, cancellation);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{name} did not start. {await LastWordsAsync()}", error);
        }
    }

    /// <summary>Waits until it can do its work: its model is loaded, its stores answer.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its last words.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient();
        while (!await IsReadyAsync(client, cancellation))
        {
            if (!IsRunning)
                throw new InvalidOperationException($"{name} ended. {await LastWordsAsync()}");
            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Ends it without a word to it, like a crash or a lost machine.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process)
            return;
        Signals.Kill(process.Id);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_process is not { HasExited: false } process)
            return;
        Signals.Terminate(process.Id);
        await process.WaitForExitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Release();
    }

    // The end of its log. What it said before it ended may still be on its way.
    private async Task<string> LastWordsAsync()
    {
        if (_process is { HasExited: true } process)
            await process.WaitForExitAsync();
        lock (_gate)
        {
            return File.Exists(LogFile)
                ? string.Join(Environment.NewLine, File.ReadLines(LogFile).TakeLast(10))
                : "It wrote nothing.";
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(Ready!.Http, "/readyz"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(string? line, TaskCompletionSource<ReadyLine> ready)
    {
        if (line is null)
            return;
        lock (_gate)
            _log?.WriteLine(line);
        if (ReadyLine.TryParse(line, out var found))
            ready.TrySetResult(found);
    }

    private void Release()
    {
        _process?.Dispose();
        lock (_gate)
        {
            _log?.Dispose();
            _log = null;
        }
    }
}
