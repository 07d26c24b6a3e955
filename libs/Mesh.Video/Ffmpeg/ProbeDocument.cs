using System.Text.Json;

namespace Mesh.Video.Ffmpeg;

/// <summary>The header of a file as ffprobe prints it.</summary>
internal sealed record ProbeDocument(ProbedObject Format, IReadOnlyList<ProbedObject> Streams)
{
    /// <summary>Far more than a header of <see cref="VideoLimits.MaxStreams"/> streams takes.</summary>
    private const int MaxBytes = 8 << 20;

    /// <exception cref="VideoException">ffprobe does not know the file or stalled.</exception>
    public static async Task<ProbeDocument> ReadAsync(
        IEnumerable<string> input, VideoLimits limits, CancellationToken cancellation)
    {
        string[] arguments = ["-v", "error", "-show_format", "-show_streams", "-show_data", "-of", "json", .. input];
        await using var process = MediaProcess.Start("ffprobe", arguments, limits.Process);

        var buffer = new byte[MaxBytes];
        var length = await process.ReadBlockAsync(buffer, limits.StallTimeout, cancellation);
        if (length == MaxBytes)
            throw new VideoException("has an absurdly long header");
        if (await process.FinishAsync(limits.StallTimeout, cancellation) is { } complaint)
            throw new VideoException($"is not a video ffmpeg can read ({complaint})");

        return Parse(buffer.AsMemory(0, length));
    }

    private static ProbeDocument Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        return new(
            new(root.GetProperty("format")),
            [.. root.GetProperty("streams").EnumerateArray().Select(stream => new ProbedObject(stream))]);
    }
}
