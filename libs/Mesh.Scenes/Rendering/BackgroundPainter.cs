namespace Mesh.Scenes;

/// <summary>Fills the three planes, [H, W], of one frame with a background.</summary>
internal static class BackgroundPainter
{
    private const float StripePeriod = 1 / 4f;  // of the shorter side; stripes are vertical
    private const float CheckPeriod = 1 / 2f;

    public static void Paint(
        Background background, FrameSize size, Span<float> red, Span<float> green, Span<float> blue)
    {
        var mix = new float[size.Width];
        for (var row = 0; row < size.Height; row++)
        {
            if (row == 0 || background.Kind is BackgroundKind.Gradient or BackgroundKind.Checkered)
                MixRow(background.Kind, row, size, mix);
            var (main, second) = Palette.Of(background.Colour);
            var line = row * size.Width;
            for (var column = 0; column < size.Width; column++)
            {
                red[line + column] = main.X + mix[column] * (second.X - main.X);
                green[line + column] = main.Y + mix[column] * (second.Y - main.Y);
                blue[line + column] = main.Z + mix[column] * (second.Z - main.Z);
            }
        }
    }

    /// <summary>Share of the second tone in each pixel of a row.</summary>
    private static void MixRow(BackgroundKind kind, int row, FrameSize size, Span<float> mix)
    {
        for (var column = 0; column < mix.Length; column++)
        {
            mix[column] = kind switch
            {
                BackgroundKind.Gradient => (row + .5f) / size.Height,
                BackgroundKind.Striped => Wave(column + .5f - size.Left, StripePeriod * size.Scale),
                BackgroundKind.Checkered => Either(
                    Wave(column + .5f - size.Left, CheckPeriod * size.Scale),
                    Wave(row + .5f - size.Top, CheckPeriod * size.Scale)),
                _ => 0,
            };
        }
    }

    /// <summary>Anti-aliased square wave at a pixel's centre: 0 in the first half of a period.</summary>
    private static float Wave(float at, float period)
    {
        var phase = at - period * MathF.Floor(at / period);
        var intoSecond = period / 4 - MathF.Abs(phase - period * .75f);
        return Math.Clamp(.5f + intoSecond, 0, 1);
    }

    private static float Either(float a, float b) => a + b - 2 * a * b;
}
