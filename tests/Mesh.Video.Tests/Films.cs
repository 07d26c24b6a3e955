namespace Mesh.Video.Tests;

internal static class Films
{
    /// <summary>Decodes and encodes every frame unchanged.</summary>
    public static async Task<IReadOnlyList<string>> CopyAsync(VideoInfo source, string path)
    {
        await using var reader = VideoReader.Open(source);
        await using var writer = VideoWriter.Create(path, VideoTarget.Like(source));
        var frame = new byte[reader.FrameBytes];
        while (await reader.ReadAsync(frame))
            await writer.WriteAsync(frame);
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
