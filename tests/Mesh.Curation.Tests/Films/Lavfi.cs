using System.Diagnostics;

namespace Mesh.Curation.Tests.Films;

/// <summary>Films out of ffmpeg's own generators.</summary>
internal static class Lavfi
{
    /// <summary>One after the other, each as long.</summary>
    public static Task ConcatAsync(IReadOnlyList<string> sources, int seconds, string path)
    {
        var inputs = sources.SelectMany(source => (string[])["-f", "lavfi", "-t", $"{seconds}", "-i", source]);
        var parts = string.Concat(sources.Select((_, i) => $"[{i}:v]format=yuv420p,setsar=1[p{i}];"));
        var joined = string.Concat(sources.Select((_, i) => $"[p{i}]"));
        return RunAsync(
            [.. inputs, "-filter_complex", $"{parts}{joined}concat=n={sources.Count}[out]", "-map", "[out]",
             "-c:v", "libx264", "-preset", "ultrafast", path]);
    }

    /// <summary>Runs ffmpeg; its complaint is the message when it fails.</summary>
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-nostdin", "-y", "-v", "error", .. arguments])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg: {complaint}");
    }
}
