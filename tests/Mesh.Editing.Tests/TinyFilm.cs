using Mesh.Video;

namespace Mesh.Editing.Tests;

/// <summary>A film of a colour ramp that moves.</summary>
internal static class TinyFilm
{
    public static async Task<string> WriteAsync(string path, int frames, int width = 48, int height = 40)
    {
        await using var writer = VideoWriter.Create(path, VideoTarget.Film(width, height, new(10, 1), frames));
        for (var frame = 0; frame < frames; frame++)
            await writer.WriteAsync(Frame(frame, width, height).Pixels);
        await writer.CompleteAsync();
        return path;
    }

    public static RgbImage Frame(int time, int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = image[x, y];
                pixel[0] = (byte)(255 * x / width);
                pixel[1] = (byte)(255 * y / height);
                pixel[2] = (byte)(Math.Abs(x - 2 * time) < 6 ? 255 : 40);
            }
        }
        return image;
    }
}
