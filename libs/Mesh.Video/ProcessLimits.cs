namespace Mesh.Video;

/// <summary>What one run of ffprobe may use up; the kernel enforces it. It may write no file.</summary>
/// <param name="MemoryBytes">Address space, its libraries' 300 MB included.</param>
/// <param name="ProcessorTime">Time on all cores together.</param>
public sealed record ProcessLimits(long MemoryBytes, TimeSpan ProcessorTime)
{
    private const string Program = "prlimit";

    /// <summary>The command line that runs another under these limits.</summary>
    internal static (string Program, IEnumerable<string> Arguments) Around(
        string program, IEnumerable<string> arguments, ProcessLimits? limits) => limits is null
            ? (program, arguments)
            : (Program,
            [
                $"--as={limits.MemoryBytes}", $"--cpu={Math.Max(1, (long)limits.ProcessorTime.TotalSeconds)}",
                "--fsize=0", "--core=0", program, .. arguments,
            ]);

    /// <summary>The Debian package of a program.</summary>
    internal static string PackageOf(string program) => program == Program ? "util-linux" : "ffmpeg";
}
