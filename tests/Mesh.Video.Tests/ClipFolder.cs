using System.Diagnostics;

namespace Mesh.Video.Tests;

/// <summary>A folder of clips that ffmpeg draws; deleted at the end of a test.</summary>
public sealed class ClipFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mesh-video-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Names of all files, sorted.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).Order()!;

    /// <summary>Runs ffmpeg with space-separated arguments; the file is its output.</summary>
    public string Make(string name, string arguments)
    {
        Run("ffmpeg", [.. $"-nostdin -v error -y {arguments}".Split(' '), this[name]]);
        return this[name];
    }

    /// <summary>Runs a program and returns its standard output.</summary>
    public string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
