using System.Numerics;

namespace Mesh.Scenes.Tests;

/// <summary>The slow twin of <see cref="SceneRenderer"/>: one pixel at a time, in double precision.</summary>
internal static class ReferenceRenderer
{
    /// <returns>[3, H, W] of one frame; the background is plain.</returns>
    public static float[] Render(Scene scene, double time, int height, int width)
    {
        var scale = Math.Min(height, width);
        var rgb = new float[3 * height * width];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var x = (column + .5 - (width - scale) / 2.0) / scale;
                var y = (row + .5 - (height - scale) / 2.0) / scale;
                var colour = Palette.Of(scene.Background.Colour).Main;
                foreach (var item in scene.Objects)
                    colour = Over(item, item.At(time, (double)width / height), x, y, scale, colour);
                for (var channel = 0; channel < 3; channel++)
                    rgb[(channel * height + row) * width + column] = colour[channel];
            }
        }

        return rgb;
    }

    private static Vector3 Over(SceneObject item, Pose pose, double x, double y, double scale, Vector3 under)
    {
        var (dx, dy) = (x - pose.X, y - pose.Y);
        var (sin, cos) = Math.SinCos(pose.Angle);
        var (across, up) = (dx * cos + dy * sin, dx * sin - dy * cos);
        var outline = Outline(item.Shape, item.Radius);
        var distance = item.Shape == Shape.Circle
            ? Math.Sqrt(across * across + up * up) - item.Radius
            : Polygon(outline, across, up);
        var cover = (float)Math.Clamp(.5 - distance * scale, 0, 1);
        return under + cover * (Palette.Of(item.Colour) - under);
    }

    /// <summary>Corners around the centre, y upwards, in turn.</summary>
    private static (double X, double Y)[] Outline(Shape shape, double radius) => shape switch
    {
        Shape.Square => Ring(4, 45, _ => .88 * Math.Sqrt(2) * radius),
        Shape.Triangle => Ring(3, 90, _ => 1.15 * 2 / Math.Sqrt(3) * radius),
        Shape.Star => Ring(10, 90, corner => 1.35 * radius * (corner % 2 == 0 ? 1 : .48)),
        _ => [],
    };

    private static (double X, double Y)[] Ring(int corners, double firstDegrees, Func<int, double> radius) =>
    [
        .. from corner in Enumerable.Range(0, corners)
           let angle = (firstDegrees + 360.0 * corner / corners) * Math.PI / 180
           select (radius(corner) * Math.Cos(angle), radius(corner) * Math.Sin(angle)),
    ];

    private static double Polygon((double X, double Y)[] corners, double x, double y)
    {
        var (nearest, inside) = (double.PositiveInfinity, false);
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            var (ex, ey) = (b.X - a.X, b.Y - a.Y);
            var along = Math.Clamp(((x - a.X) * ex + (y - a.Y) * ey) / (ex * ex + ey * ey), 0, 1);
            var (dx, dy) = (x - a.X - along * ex, y - a.Y - along * ey);
            nearest = Math.Min(nearest, Math.Sqrt(dx * dx + dy * dy));
            if (a.Y > y != b.Y > y && x < a.X + (y - a.Y) / ey * ex)
                inside = !inside;
        }

        return inside ? -nearest : nearest;
    }
}
