using System.Globalization;

namespace Mesh.Video.Ffmpeg;

/// <summary>One decoded frame as ffprobe lists it, in ticks; null where the file does not say.</summary>
internal readonly record struct FrameRow(long? Timestamp, long? Duration);

/// <summary>Every frame of one stream, by decoding it.</summary>
internal static class FrameTable
{
    /// <exception cref="VideoException">There are more frames than allowed, or ffprobe stalled.</exception>
    public static async Task<IReadOnlyList<FrameRow>> ReadAsync(
        IEnumerable<string> input, int stream, VideoLimits limits, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-v", "error", "-select_streams", $"{stream}",
            "-show_entries", "frame=best_effort_timestamp,pkt_duration,duration", "-of", "compact=p=0", .. input,
        ];
        await using var process = MediaProcess.Start("ffprobe", arguments, limits.Process);
        using var lines = new StreamReader(process.Output);

        var rows = new List<FrameRow>();
        while (await process.WatchAsync(() => lines.ReadLineAsync(), limits.StallTimeout, cancellation) is { } line)
        {
            if (!line.StartsWith("best_effort_timestamp=", StringComparison.Ordinal))
                continue;
            if (rows.Count == limits.MaxFrames)
                throw new VideoException($"has more than {limits.MaxFrames} frames, the limit");
            rows.Add(Parse(line));
        }
        await process.FinishAsync(limits.StallTimeout, cancellation);
        return rows;
    }

    private static FrameRow Parse(string line)
    {
        long? timestamp = null, duration = null;
        foreach (var field in line.Split('|'))
        {
            var equals = field.IndexOf('=');
            if (equals < 0 || !long.TryParse(field.AsSpan(equals + 1), CultureInfo.InvariantCulture, out var value))
                continue;
            if (field.StartsWith("best_effort_timestamp", StringComparison.Ordinal))
                timestamp = value;
            else if (value > 0)
                duration = value;
        }
        return new(timestamp, duration);
    }
}
