using System.Text.Json;
using Mesh.Video;
using Mesh.Video.Scan;

namespace Mesh.Curation.Vlm;

/// <summary>What a model is shown of a clip, and how its words are read.</summary>
internal static class VlmFrames
{
    private const int LongSide = 448;
    private const int LongestAnswer = 600;

    /// <summary>Frames at even times, reduced.</summary>
    public static async Task<IReadOnlyList<RgbImage>> ReadAsync(
        VideoHeader clip, int most, CancellationToken cancellation)
    {
        var scale = Math.Min(1, (double)LongSide / Math.Max(clip.Size.Width, clip.Size.Height));
        var size = new PixelSize((int)(clip.Size.Width * scale), (int)(clip.Size.Height * scale));
        var frames = (int)(clip.Frames ?? 1);
        var count = Math.Min(most, frames);
        int[] numbers = [.. Enumerable.Range(0, count).Select(part => (2 * part + 1) * frames / (2 * count))];
        return await FrameGrab.ReadAsync(clip, numbers, size, null, cancellation);
    }

    /// <summary>A text of the answer, on one line; null when it is not there or is no sentence.</summary>
    public static string? Words(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString()!.ReplaceLineEndings(" ").Trim() is { Length: > 2 and <= LongestAnswer } words
            ? words
            : null;
}
