using System.Diagnostics;

namespace Mesh.Stores.Tests.Servers;

/// <summary>Another process that runs a <see cref="ChildProgram"/>; it can be killed.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(Child).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new Child(Process.Start(start)!);
    }

    /// <summary>Waits for a line.</summary>
    public async Task SaysAsync(string expected)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == expected)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The child ended without saying '{expected}'.");
    }

    /// <summary>Every line until the child has ended by itself.</summary>
    public async Task<string[]> LinesAsync()
    {
        var lines = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.Equal(0, _process.ExitCode);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>SIGKILL: the child gets no chance to clean up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
