namespace Mesh.Video.Processors;

/// <summary>The size an image is resized to before an encoder sees it.</summary>
/// <param name="source">Size of the image.</param>
public delegate PixelSize SizeRule(PixelSize source);

/// <summary>The rules of the published image processors.</summary>
public static class SizeRules
{
    private const int LargestAspect = 200;

    /// <summary>Always the same size.</summary>
    public static SizeRule Exact(PixelSize size) => _ => size;

    /// <summary>The shorter side becomes a length, the longer one keeps the aspect, cut to a whole pixel.</summary>
    public static SizeRule ShorterSide(int length) => source => source.Width <= source.Height
        ? new(length, (int)((long)length * source.Height / source.Width))
        : new((int)((long)length * source.Width / source.Height), length);

    /// <summary>Scaled by whichever side needs the smaller change, then each side to a multiple.</summary>
    /// <remarks>The rule of DPT and Depth Anything; a side may end up beyond the target.</remarks>
    public static SizeRule NearestScale(PixelSize target, int multiple) => source =>
    {
        var (wide, high) = ((double)target.Width / source.Width, (double)target.Height / source.Height);
        var scale = Math.Abs(1 - wide) < Math.Abs(1 - high) ? wide : high;
        return new(Multiple(scale * source.Width, multiple), Multiple(scale * source.Height, multiple));
    };

    /// <summary>
    /// Each side a multiple, the number of pixels within bounds, the aspect kept as far as that allows.
    /// </summary>
    /// <remarks>The rule of Qwen2-VL.</remarks>
    /// <exception cref="ArgumentException">By the rule: one side is more than 200 times the other.</exception>
    public static SizeRule PixelBudget(int multiple, long minPixels, long maxPixels) => source =>
    {
        if (Math.Max(source.Width, source.Height) > LargestAspect * Math.Min(source.Width, source.Height))
            throw new ArgumentException($"An image of {source} is more than {LargestAspect} times as long as wide.");

        var size = new PixelSize(Multiple(source.Width, multiple), Multiple(source.Height, multiple));
        var pixels = (double)source.Width * source.Height;
        if ((long)size.Width * size.Height > maxPixels)
        {
            var shrink = Math.Sqrt(pixels / maxPixels);
            return new(Floor(source.Width / shrink), Floor(source.Height / shrink));
        }

        var grow = Math.Sqrt(minPixels / pixels);
        return (long)size.Width * size.Height < minPixels
            ? new(Ceiling(source.Width * grow), Ceiling(source.Height * grow))
            : size;

        int Floor(double side) => Math.Max(multiple, (int)Math.Floor(side / multiple) * multiple);

        int Ceiling(double side) => (int)Math.Ceiling(side / multiple) * multiple;
    };

    // Halves to even, as Python rounds.
    private static int Multiple(double side, int multiple) =>
        (int)Math.Round(side / multiple, MidpointRounding.ToEven) * multiple;
}
