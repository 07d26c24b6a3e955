namespace Mesh.Video.Tests;

internal static class Films
{
    /// <summary>Decodes and encodes every frame unchanged; returns what the writer notes.</summary>
    public static async Task<IReadOnlyList<string>> CopyAsync(VideoInfo source, string path) =>
        await WriteAsync(source, await FramesAsync(source), path);

    /// <summary>Encodes frames in place of those of a source; returns what the writer notes.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        VideoInfo source, IReadOnlyList<RgbImage> frames, string path)
    {
        await using var writer = VideoWriter.Create(path, VideoTarget.Like(source));
        foreach (var frame in frames)
            await writer.WriteAsync(frame.Pixels);
        await writer.CompleteAsync();
        return writer.Notes;
    }

    /// <summary>All frames.</summary>
    public static async Task<IReadOnlyList<RgbImage>> FramesAsync(VideoInfo video, ReadOptions? options = null)
    {
        await using var reader = VideoReader.Open(video, options);
        var frames = new List<RgbImage>();
        await foreach (var frame in reader.FramesAsync())
            frames.Add(frame);
        return frames;
    }
}
