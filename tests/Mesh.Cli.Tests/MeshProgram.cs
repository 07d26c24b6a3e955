using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Mesh.Cli.Tests;

/// <summary>The built program, run as a process of its own.</summary>
internal sealed class MeshProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _errors = new();
    private readonly Dictionary<string, TaskCompletionSource> _awaited = [];

    public MeshProgram(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var dotnet = Path.Combine(RuntimeFolder(), "dotnet");
        var program = Path.Combine(AppContext.BaseDirectory, "Mesh.Cli.dll");
        // A background job starts with SIGINT ignored, and would hand that on to the program.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", dotnet, program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = new() { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => AddError(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static MeshProgram Start(params string[] arguments) => new(arguments, new Dictionary<string, string>());

    public static Task<Ended> RunAsync(params string[] arguments) =>
        RunAsync(arguments, new Dictionary<string, string>());

    public static async Task<Ended> RunAsync(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var program = new MeshProgram(arguments, environment);
        return await program.EndAsync();
    }

    /// <summary>What it has written to the error stream until now.</summary>
    public string[] ErrorLines
    {
        get
        {
            lock (_errors)
                return _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>Waits until a line of the error stream starts with these words.</summary>
    public Task FirstErrorLineAsync(string words)
    {
        lock (_errors)
        {
            var awaited = _awaited[words] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_errors.ToString().Split('\n').Any(line => line.StartsWith(words, StringComparison.Ordinal)))
                awaited.SetResult();
            return awaited.Task.WaitAsync(Patience);
        }
    }

    /// <summary>The process of a rank that it has started and told of.</summary>
    public Process Rank(int number)
    {
        var told = $"mesh: rank {number} is process ";
        var line = ErrorLines.First(line => line.StartsWith(told, StringComparison.Ordinal));
        return Process.GetProcessById(int.Parse(line[told.Length..], CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal: INT is Ctrl-C, KILL leaves no time for anything.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It did not come; the message holds what was written.</exception>
    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"mesh did not end: {await _output} {_errors}");
        }

        var output = await _output;
        lock (_errors)
            return new(_process.ExitCode, output, _errors.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void AddError(string? line)
    {
        if (line is null)
            return;

        lock (_errors)
        {
            _errors.Append(line).Append('\n');
            foreach (var (words, awaited) in _awaited)
            {
                if (line.StartsWith(words, StringComparison.Ordinal))
                    awaited.TrySetResult();
            }
        }
    }

    // The shared framework lies three levels below the folder of the host: shared/Microsoft.NETCore.App/VERSION.
    private static string RuntimeFolder() =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
}

/// <summary>How a program ended.</summary>
internal sealed record Ended(int Code, string Output, string Errors)
{
    /// <summary>SHA-256 of the weights, which a run over ranks writes last.</summary>
    public string WeightHash => Output.Trim()[^64..];

    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
