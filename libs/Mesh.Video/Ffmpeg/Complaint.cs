using System.Text.RegularExpressions;

namespace Mesh.Video.Ffmpeg;

/// <summary>What ffmpeg wrote to its error stream, reduced to the line that says why.</summary>
internal static partial class Complaint
{
    private const int KeptLines = 20;
    private const int KeptLength = 300;

    /// <summary>Reads to the end, so that the program never waits for us; keeps the last lines only.</summary>
    public static async Task<string> ReadAsync(StreamReader errors)
    {
        var kept = new Queue<string>();
        while (await ReadLineAsync(errors) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (kept.Count == KeptLines)
                kept.Dequeue();
            kept.Enqueue(line);
        }
        return MostTelling(kept);
    }

    private static async Task<string?> ReadLineAsync(StreamReader errors)
    {
        var line = await errors.ReadLineAsync();
        return line is { Length: > KeptLength } ? line[..KeptLength] : line;
    }

    // The component that failed speaks first ("[mov,mp4 @ 0x..] moov atom not found"); the last line only echoes the
    // file name and errno.
    private static string MostTelling(IReadOnlyCollection<string> lines) =>
        Clean(lines.FirstOrDefault(line => line.StartsWith('[')) ?? lines.LastOrDefault() ?? "");

    private static string Clean(string line)
    {
        var text = Component().Replace(line, "").Trim();
        if (text.StartsWith("file:", StringComparison.Ordinal))
            text = text[(text.LastIndexOf(": ", StringComparison.Ordinal) + 1)..];
        return text.Trim().TrimEnd('.');
    }

    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] )+")]
    private static partial Regex Component();
}
