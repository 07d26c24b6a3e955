using System.ComponentModel;
using System.Diagnostics;

namespace Mesh.Video.Ffmpeg;

/// <summary>One run of ffmpeg or ffprobe with raw pipes; ends with the object that owns it.</summary>
internal sealed class MediaProcess : IAsyncDisposable
{
    // ffmpeg's exit code after a signal, and a shell's convention for death by SIGINT: the user pressed Ctrl-C.
    private const int InterruptedFfmpeg = 255;
    private const int InterruptedBySignal = 130;

    // A shell's convention for death by signal.
    private const int Signalled = 128;

    private readonly Process _process;
    private readonly bool _isLimited;
    private readonly Task<string> _complaint;

    private MediaProcess(Process process, bool isLimited)
    {
        (_process, _isLimited) = (process, isLimited);
        _complaint = Complaint.ReadAsync(process.StandardError);
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public bool IsRunning => !_process.HasExited;

    /// <exception cref="VideoException">The program is not installed.</exception>
    public static MediaProcess Start(string program, IEnumerable<string> arguments, ProcessLimits? limits = null)
    {
        var (started, all) = ProcessLimits.Around(program, arguments, limits);
        var start = new ProcessStartInfo(started)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in all)
            start.ArgumentList.Add(argument);
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        LightLibraries.Prefer(start.Environment);
        if (limits is not null)
            start.Environment["MALLOC_ARENA_MAX"] = "2";  // each arena reserves 64 MiB of address space

        try
        {
            return new(Process.Start(start)!, limits is not null);
        }
        catch (Win32Exception error)
        {
            throw new VideoException(
                $"{started} cannot be started; install the package {ProcessLimits.PackageOf(started)}", error);
        }
    }

    /// <summary>Fills the buffer from the program's output, less at its end.</summary>
    /// <returns>Bytes read.</returns>
    /// <exception cref="OperationCanceledException">The token fired; the program was stopped.</exception>
    /// <exception cref="VideoException">Nothing arrived for the length of <paramref name="stall"/>.</exception>
    public Task<int> ReadBlockAsync(Memory<byte> buffer, TimeSpan stall, CancellationToken cancellation) =>
        WatchAsync(
            async () => await Output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, default),
            stall,
            cancellation);

    /// <summary>Waits for the end of the program, which must come within <paramref name="stall"/>.</summary>
    /// <returns>Null when it succeeded, otherwise its complaint in one line.</returns>
    /// <exception cref="OperationCanceledException">The token fired, or the user interrupted the program.</exception>
    public async Task<string?> FinishAsync(TimeSpan stall, CancellationToken cancellation)
    {
        await WatchAsync(
            async () =>
            {
                await _process.WaitForExitAsync(default);
                return 0;
            },
            stall,
            cancellation);

        var complaint = await _complaint;
        if (_process.ExitCode == InterruptedBySignal || (_process.ExitCode == InterruptedFfmpeg && complaint == ""))
            throw new OperationCanceledException("ffmpeg was interrupted.");
        if (_isLimited && _process.ExitCode > Signalled)
            throw new VideoException("takes more memory or time to decode than it may");
        return _process.ExitCode == 0 ? null : complaint == "" ? $"exit code {_process.ExitCode}" : complaint;
    }

    /// <summary>
    /// What it wrote to its error stream although it succeeded; null for nothing. It must have ended.
    /// </summary>
    public async Task<string?> ComplaintAsync() => await _complaint is { Length: > 0 } complaint ? complaint : null;

    /// <summary>Runs a wait that only the end of the program can break, so cancellation and stalls end it.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> wait, TimeSpan stall, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var silence = new CancellationTokenSource(stall);
        await using var cancelled = cancellation.Register(Kill);
        await using var stalled = silence.Token.Register(Kill);

        var task = wait();
        await task.ContinueWith(static _ => { }, TaskScheduler.Default);
        cancellation.ThrowIfCancellationRequested();
        if (silence.IsCancellationRequested)
            throw new VideoException($"ffmpeg gave no sign of life for {stall.TotalSeconds:0.#} s");
        return await task;
    }

    /// <summary>Ends the program at once; harmless when it has ended.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _complaint;
        _process.Dispose();
    }
}
