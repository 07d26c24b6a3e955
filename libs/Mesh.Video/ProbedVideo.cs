using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Video;

/// <summary>
/// What <see cref="VideoProbe"/> has found, as JSON: whoever works on the same bytes later need not decode them again.
/// Only for what was probed on this side of the door; a reader believes it.
/// </summary>
public static class ProbedVideo
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Writes it without its path.</summary>
    public static Task WriteAsync(Stream stream, VideoInfo video, CancellationToken cancellation = default) =>
        JsonSerializer.SerializeAsync(stream, video with { Path = "" }, Json, cancellation);

    /// <param name="stream">What <see cref="WriteAsync"/> wrote.</param>
    /// <param name="path">Where the same bytes lie here.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no such JSON.</exception>
    public static async Task<VideoInfo> ReadAsync(
        Stream stream, string path, CancellationToken cancellation = default)
    {
        try
        {
            var video = await JsonSerializer.DeserializeAsync<VideoInfo>(stream, Json, cancellation);
            return video is { Timing: { Timestamps.Count: > 0 } }
                ? video with { Path = System.IO.Path.GetFullPath(path) }
                : throw new InvalidDataException("A probed video without frames.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"No probed video: {error.Message}", error);
        }
    }
}
