namespace Mesh.Video;

/// <summary>A rectangle of pixels; (0, 0) is the top left.</summary>
public readonly record struct PixelRect(int Left, int Top, int Width, int Height)
{
    public int Right => Left + Width;

    public int Bottom => Top + Height;

    /// <summary>True when it lies within a frame and holds at least one pixel.</summary>
    public bool FitsIn(int width, int height) =>
        Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Right <= width && Bottom <= height;
}
