using System.Numerics;

namespace Mesh.Scenes;

/// <summary>Lays a style over finished frames; each style is an affine map of the colours.</summary>
internal static class StyleFilter
{
    private static readonly Vector3 Luma = new(.299f, .587f, .114f);

    /// <param name="style">What to lay over.</param>
    /// <param name="rgb">[3, N] in [0, 1].</param>
    public static void Apply(Style style, Span<float> rgb)
    {
        if (style == Style.None)
            return;

        var (red, green, blue) = RowsOf(style);
        var offset = style == Style.Inverted ? 1f : 0f;
        var pixels = rgb.Length / 3;
        var r = rgb[..pixels];
        var g = rgb.Slice(pixels, pixels);
        var b = rgb[(2 * pixels)..];
        var at = 0;
        for (; at <= pixels - Vector<float>.Count; at += Vector<float>.Count)
        {
            var (x, y, z) = (new Vector<float>(r[at..]), new Vector<float>(g[at..]), new Vector<float>(b[at..]));
            (x * red.X + y * red.Y + z * red.Z + new Vector<float>(offset)).CopyTo(r[at..]);
            (x * green.X + y * green.Y + z * green.Z + new Vector<float>(offset)).CopyTo(g[at..]);
            (x * blue.X + y * blue.Y + z * blue.Z + new Vector<float>(offset)).CopyTo(b[at..]);
        }

        for (; at < pixels; at++)
        {
            var pixel = new Vector3(r[at], g[at], b[at]);
            r[at] = Vector3.Dot(red, pixel) + offset;
            g[at] = Vector3.Dot(green, pixel) + offset;
            b[at] = Vector3.Dot(blue, pixel) + offset;
        }
    }

    /// <summary>What each output channel takes of red, green and blue; no row leaves [0, 1].</summary>
    private static (Vector3 Red, Vector3 Green, Vector3 Blue) RowsOf(Style style) => style switch
    {
        Style.Greyscale => (Luma, Luma, Luma),
        Style.Inverted => (-Vector3.UnitX, -Vector3.UnitY, -Vector3.UnitZ),
        Style.Sepia => (Luma, Luma * .78f, Luma * .52f),
        Style.Night => (Vector3.UnitX * .34f, Vector3.UnitY * .40f, Vector3.UnitZ * .68f),
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Not a style."),
    };
}
