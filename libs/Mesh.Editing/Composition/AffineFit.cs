using Mesh.Editing.Windows;

namespace Mesh.Editing.Composition;

/// <summary>The best affine map from the colours of the source to those of an edit, around each cell.</summary>
/// <remarks>He, Sun and Tang 2013, "Guided Image Filtering", eq. 5 and 6 with a three-channel guide.</remarks>
internal sealed class AffineFit
{
    private const int Radius = 3;
    private const float Ridge = 1e-3f;

    private readonly Map[] _maps;

    public AffineFit(PlanarFrame source, PlanarFrame edited)
    {
        _maps = new Map[source.Area];
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
                _maps[y * source.Width + x] = Around(source, edited, x, y);
        }
    }

    /// <summary>What the map around a cell makes of a source colour.</summary>
    public Rgb Apply(int cell, Rgb source)
    {
        var map = _maps[cell];
        var away = source - map.From;
        return map.To + away.R * map.Red + away.G * map.Green + away.B * map.Blue;
    }

    private static Map Around(PlanarFrame source, PlanarFrame edited, int x, int y)
    {
        var (count, from, to) = (0, default(Rgb), default(Rgb));
        Span<Rgb> sources = stackalloc Rgb[(2 * Radius + 1) * (2 * Radius + 1)];
        Span<Rgb> edits = stackalloc Rgb[(2 * Radius + 1) * (2 * Radius + 1)];
        for (var row = Math.Max(0, y - Radius); row <= Math.Min(source.Height - 1, y + Radius); row++)
        {
            for (var column = Math.Max(0, x - Radius); column <= Math.Min(source.Width - 1, x + Radius); column++)
            {
                var cell = row * source.Width + column;
                (sources[count], edits[count]) = (Rgb.At(source, cell), Rgb.At(edited, cell));
                (from, to) = (from + sources[count], to + edits[count]);
                count++;
            }
        }
        (from, to) = (1f / count * from, 1f / count * to);

        // Covariances: a to f of the source with itself, one row per source channel of source and edit.
        var (a, b, c, d, e, f) = (Ridge, 0f, 0f, Ridge, 0f, Ridge);
        var (red, green, blue) = (default(Rgb), default(Rgb), default(Rgb));
        for (var i = 0; i < count; i++)
        {
            var (s, t) = (sources[i] - from, 1f / count * (edits[i] - to));
            (a, b, c) = (a + s.R * s.R / count, b + s.R * s.G / count, c + s.R * s.B / count);
            (d, e, f) = (d + s.G * s.G / count, e + s.G * s.B / count, f + s.B * s.B / count);
            (red, green, blue) = (red + s.R * t, green + s.G * t, blue + s.B * t);
        }

        // Cramer's rule; the ridge keeps the determinant positive.
        var (df, ef, de) = (d * f - e * e, c * e - b * f, b * e - c * d);
        var (af, bc, ad) = (a * f - c * c, b * c - a * e, a * d - b * b);
        var scale = 1 / (a * df + b * ef + c * de);
        return new(
            from,
            to,
            scale * (df * red + ef * green + de * blue),
            scale * (ef * red + af * green + bc * blue),
            scale * (de * red + bc * green + ad * blue));
    }

    /// <summary>edit = To + Red, Green and Blue times how far the source is from From.</summary>
    private readonly record struct Map(Rgb From, Rgb To, Rgb Red, Rgb Green, Rgb Blue);
}
