using System.Diagnostics;

namespace Mesh.Perception.Archives;

/// <summary>Proves in a child process that an archive loads and computes what was recorded.</summary>
public sealed record ArchiveProof
{
    private const int ShownCharacters = 2000;

    /// <summary>Starts the child: a program that begins with <see cref="ProofProcess"/>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Memory the archive may take, MiB.</summary>
    public int MemoryMiB { get; init; } = 8192;

    /// <summary>How long loading and self-test may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The child is this program itself.</summary>
    public static ArchiveProof InOwnProgram { get; } = new() { Command = ProofProcess.OwnCommand() };

    /// <exception cref="PerceptionException">The archive is refused, too slow, too large, or ends
    /// the child.</exception>
    public void Require(string archive)
    {
        using var child = Process.Start(StartInfo(archive))
            ?? throw new PerceptionException($"{Command[0]} cannot be started.");
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(Timeout))
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            throw Refused(archive, $"loading and self-test took longer than {Timeout.TotalSeconds:0.#} s");
        }

        Task.WaitAll(output, errors);
        if (child.ExitCode != 0)
            throw Refused(archive, Reason(child.ExitCode, errors.Result));
    }

    private ProcessStartInfo StartInfo(string archive)
    {
        var start = new ProcessStartInfo(
            Command[0], [.. Command.Skip(1), .. ProofProcess.Arguments(Path.GetFullPath(archive), MemoryMiB)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";         // these write files
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return start;
    }

    private string Reason(int code, string errors)
    {
        var told = errors.Trim();
        var shown = told.Length > ShownCharacters ? told[..ShownCharacters] : told;
        if (IsOutOfMemory(told))
            return $"it needs more than {MemoryMiB} MiB: {shown}";
        return shown.Length > 0 ? shown : $"its process ended with code {code}";
    }

    private static bool IsOutOfMemory(string text) => text.Contains("memory", StringComparison.OrdinalIgnoreCase)
        && (text.Contains("out of", StringComparison.OrdinalIgnoreCase)
            || text.Contains("not enough", StringComparison.OrdinalIgnoreCase)
            || text.Contains("can't allocate", StringComparison.OrdinalIgnoreCase));

    private static PerceptionException Refused(string archive, string reason) =>
        new($"{archive} is refused: {reason.ReplaceLineEndings(" ")}");
}
