// F frames, H height, W width

namespace Mesh.Scenes;

/// <summary>Draws scenes: background, then the objects back to front, then the style.</summary>
public static class SceneRenderer
{
    /// <summary>Draws a film of the scene.</summary>
    /// <param name="scene">What to draw.</param>
    /// <param name="frames">F, at least 1.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="rgb">[3, F, H, W], written in [0, 1].</param>
    /// <param name="startTime">Time of the first frame, in training frames.</param>
    /// <param name="timePerFrame">Training frames from one frame to the next; 1 moves as in training.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> has not 3 F H W elements.</exception>
    public static void Render(
        Scene scene, int frames, int height, int width, Span<float> rgb, double startTime = 0, double timePerFrame = 1)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (rgb.Length != 3L * frames * height * width)
            throw new ArgumentException(
                $"rgb: expected 3 * {frames} * {height} * {width} elements, got {rgb.Length}.", nameof(rgb));

        var size = new FrameSize(height, width);
        var clip = frames * size.Pixels;
        var red = rgb[..clip];
        var green = rgb.Slice(clip, clip);
        var blue = rgb[(2 * clip)..];
        Backdrop(scene.Background, size, red, green, blue);
        for (var frame = 0; frame < frames; frame++)
        {
            var at = frame * size.Pixels;
            foreach (var item in scene.Objects)
                ObjectPainter.Paint(
                    item, item.At(startTime + frame * timePerFrame, size.Aspect), size,
                    red.Slice(at, size.Pixels), green.Slice(at, size.Pixels), blue.Slice(at, size.Pixels));
        }

        StyleFilter.Apply(scene.Style, rgb);
    }

    /// <summary>Draws one frame as bytes, as video encoders take them.</summary>
    /// <param name="scene">What to draw.</param>
    /// <param name="time">In training frames.</param>
    /// <param name="height">H in pixels.</param>
    /// <param name="width">W in pixels.</param>
    /// <param name="rgb24">[H, W, 3], 0 to 255.</param>
    /// <exception cref="ArgumentException"><paramref name="rgb24"/> has not 3 H W elements.</exception>
    public static void RenderRgb24(Scene scene, double time, int height, int width, Span<byte> rgb24)
    {
        var pixels = height * width;
        if (rgb24.Length != 3 * pixels)
            throw new ArgumentException(
                $"rgb24: expected 3 * {height} * {width} elements, got {rgb24.Length}.", nameof(rgb24));

        var planes = new float[3 * pixels];
        Render(scene, 1, height, width, planes, time);
        for (var i = 0; i < pixels; i++)
            for (var channel = 0; channel < 3; channel++)
                rgb24[3 * i + channel] = (byte)(Math.Clamp(planes[channel * pixels + i], 0, 1) * 255 + .5f);
    }

    /// <summary>Draws the background once and copies it to the other frames.</summary>
    private static void Backdrop(
        Background background, FrameSize size, Span<float> red, Span<float> green, Span<float> blue)
    {
        BackgroundPainter.Paint(
            background, size, red[..size.Pixels], green[..size.Pixels], blue[..size.Pixels]);
        for (var at = size.Pixels; at < red.Length; at += size.Pixels)
        {
            red[..size.Pixels].CopyTo(red[at..]);
            green[..size.Pixels].CopyTo(green[at..]);
            blue[..size.Pixels].CopyTo(blue[at..]);
        }
    }
}
