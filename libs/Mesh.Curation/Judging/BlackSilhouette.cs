using Mesh.Video;

namespace Mesh.Curation.Judging;

/// <summary>
/// Black shapes that were not in the original: what inpainting leaves when it fails. A shape is one connected region.
/// </summary>
internal static class BlackSilhouette
{
    private const int Black = 24;
    private const int Visible = 48;

    /// <summary>The largest new black region, as a share of the picture.</summary>
    public static double Share(RgbImage original, RgbImage edited)
    {
        var pixels = original.Width * original.Height;
        var black = new bool[pixels];
        for (var i = 0; i < pixels; i++)
            black[i] = Brightest(edited, i) < Black && Brightest(original, i) >= Visible;
        return (double)LargestRegion(black, original.Width) / pixels;
    }

    private static int Brightest(RgbImage image, int pixel) =>
        Math.Max(image.Pixels[3 * pixel], Math.Max(image.Pixels[3 * pixel + 1], image.Pixels[3 * pixel + 2]));

    private static int LargestRegion(bool[] marked, int width)
    {
        var (largest, open) = (0, new Stack<int>());
        for (var start = 0; start < marked.Length; start++)
        {
            if (!marked[start])
                continue;
            var size = 0;
            Visit(start);
            while (open.TryPop(out var at))
            {
                size++;
                if (at % width > 0)
                    Visit(at - 1);
                if (at % width < width - 1)
                    Visit(at + 1);
                Visit(at - width);
                Visit(at + width);
            }
            largest = Math.Max(largest, size);
        }
        return largest;

        void Visit(int at)
        {
            if (at < 0 || at >= marked.Length || !marked[at])
                return;
            marked[at] = false;
            open.Push(at);
        }
    }
}
