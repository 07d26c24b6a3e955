using System.Numerics;

namespace Mesh.Scenes;

/// <summary>Lays one anti-aliased object over the three planes, [H, W], of one frame.</summary>
internal static class ObjectPainter
{
    public static void Paint(
        SceneObject item, Pose pose, FrameSize size, Span<float> red, Span<float> green, Span<float> blue)
    {
        var radius = (float)item.Radius * size.Scale;
        var reach = radius * ShapeDistance.Reach + 1;
        var centreX = (float)pose.X * size.Scale + size.Left;
        var centreY = (float)pose.Y * size.Scale + size.Top;
        var colour = Palette.Of(item.Colour);
        var (sin, cos) = MathF.SinCos((float)pose.Angle);
        var (left, right) = Bounds(centreX, reach, size.Width);
        var (top, bottom) = Bounds(centreY, reach, size.Height);

        for (var row = top; row < bottom; row++)
        {
            var down = row + .5f - centreY;
            for (var column = left; column < right; column += Vector<float>.Count)
            {
                var across = Vector.CreateSequence(column + .5f - centreX, 1f);
                var x = across * cos + new Vector<float>(down * sin);
                var y = across * sin - new Vector<float>(down * cos);
                var cover = Cover(ShapeDistance.Of(item.Shape, x, y, radius));
                var at = row * size.Width + column;
                var count = Math.Min(Vector<float>.Count, size.Width - column);
                Blend(red.Slice(at, count), cover, colour.X);
                Blend(green.Slice(at, count), cover, colour.Y);
                Blend(blue.Slice(at, count), cover, colour.Z);
            }
        }
    }

    private static (int Low, int High) Bounds(float centre, float reach, int side) => (
        (int)Math.Clamp(MathF.Floor(centre - reach), 0, side),
        (int)Math.Clamp(MathF.Ceiling(centre + reach), 0, side));

    /// <summary>Share of a pixel that lies inside an outline at this distance in pixels.</summary>
    private static Vector<float> Cover(Vector<float> distance) =>
        Vector.Min(Vector.Max(new Vector<float>(.5f) - distance, Vector<float>.Zero), Vector<float>.One);

    private static void Blend(Span<float> pixels, Vector<float> cover, float colour)
    {
        if (pixels.Length == Vector<float>.Count)
        {
            var under = new Vector<float>(pixels);
            (under + cover * (new Vector<float>(colour) - under)).CopyTo(pixels);
            return;
        }

        for (var i = 0; i < pixels.Length; i++)
            pixels[i] += cover[i] * (colour - pixels[i]);
    }
}
