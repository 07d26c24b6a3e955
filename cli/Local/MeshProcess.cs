using System.Diagnostics;
using Mesh.Editing;
using Mesh.ServiceDefaults.Hosting;

namespace Mesh.Cli.Local;

/// <summary>
/// One service as a process of its own, built beside this program. Its output goes to a file. It ends when this process
/// dies: nobody else holds the other end of its input.
/// </summary>
/// <param name="name">For example "dit-2"; names the file.</param>
/// <param name="assembly">Program to run, for example "Mesh.Dit.dll".</param>
/// <param name="arguments">Its command line.</param>
/// <param name="logs">Folder of the file, which must exist.</param>
internal sealed class MeshProcess(string name, string assembly, IReadOnlyList<string> arguments, string logs)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private Process? _process;
    private ProcessLog? _log;

    public string Name => name;

    public string LogFile => Path.Combine(logs, $"{name}.log");

    /// <summary>Where it listens; known once started.</summary>
    public ReadyLine? Ready { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it, again when it had ended, and waits until it listens.</summary>
    /// <exception cref="ModelException">It ended because its model cannot be served.</exception>
    /// <exception cref="LocalMeshException">It ended or did not listen in time; the message has its last words.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        Release();
        var log = _log = new(LogFile);
        _process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => log.Note(line.Data);
        _process.ErrorDataReceived += (_, line) => log.Note(line.Data);
        _process.Exited += (_, _) => log.Ended();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Ready = await log.Ready.WaitAsync(StartLimit, cancellation);
        }
        catch (Exception error) when (error is TimeoutException or LocalMeshException)
        {
            throw await FailureAsync("did not start");
        }
    }

    /// <summary>Waits until it can do its work: its model is loaded, its stores answer.</summary>
    /// <exception cref="ModelException">It ended because its model cannot be served.</exception>
    /// <exception cref="LocalMeshException">It ended instead; the message has its last words.</exception>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        using var client = new HttpClient();
        while (!await IsReadyAsync(client, cancellation))
        {
            if (!IsRunning)
                throw await FailureAsync("ended");
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

    private ProcessStartInfo StartInfo() => new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), "--Mesh:StopWithInput=true", .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // Threads that wait for the next operator give the cores to the other processes meanwhile.
        Environment = { ["OMP_WAIT_POLICY"] = "PASSIVE" },
    };

    // What it said before it ended may still be on its way.
    private async Task<Exception> FailureAsync(string what)
    {
        if (_process is { HasExited: true } process)
            await process.WaitForExitAsync();
        return _log!.Failure is { } reason
            ? new ModelException(reason)
            : new LocalMeshException($"{name} {what}, see {LogFile}: {_log.LastWords()}");
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

    private void Release()
    {
        _process?.Dispose();
        _log?.Dispose();
    }
}
