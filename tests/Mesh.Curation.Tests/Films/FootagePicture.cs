namespace Mesh.Curation.Tests.Films;

/// <summary>A frame of a real film, large enough to move a window over it.</summary>
/// <param name="film">Name of the file.</param>
/// <param name="frame">Which frame.</param>
internal sealed class FootagePicture(string film, int frame)
{
    public const int Width = 640;
    public const int Height = 360;

    /// <summary>What a window sees that starts at the upper left and moves by whole pixels; beyond the picture it
    /// sees the picture mirrored.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="offset">Where the window is at a frame.</param>
    public async Task<byte[][]> PanAsync(int frames, int width, int height, Func<int, (int X, int Y)> offset)
    {
        var picture = (await Footage.ReadAsync(new(film, frame, 1), Width, Height))[0];
        return [.. Enumerable.Range(0, frames).Select(number => Window(picture, width, height, offset(number)))];
    }

    private static byte[] Window(byte[] picture, int width, int height, (int X, int Y) at)
    {
        var window = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var source = Mirror(y + at.Y, Height) * Width + Mirror(x + at.X, Width);
                picture.AsSpan(source * 3, 3).CopyTo(window.AsSpan((y * width + x) * 3));
            }
        }
        return window;
    }

    private static int Mirror(int place, int size)
    {
        var turned = Math.Abs(place) % (2 * size);
        return turned < size ? turned : 2 * size - 1 - turned;
    }
}
