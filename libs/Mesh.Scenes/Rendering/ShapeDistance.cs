using System.Numerics;

namespace Mesh.Scenes;

/// <summary>Signed distances to the outlines, negative inside, for many points at once.</summary>
/// <remarks>Quilez, "2D distance functions", https://iquilezles.org/articles/distfunctions2d/.</remarks>
internal static class ShapeDistance
{
    /// <summary>Furthest point of any outline, in radii.</summary>
    public const float Reach = 1.35f;

    private const float SquareSide = .88f;      // half the side; areas are about that of the circle
    private const float TriangleSide = 1.15f;   // half the side; the centre of mass is the centre
    private const float StarNotch = .48f;       // inner radius of the star over its outer radius
    private const float Sqrt3 = 1.7320508f;
    private const float Cos36 = .809017f;
    private const float Sin36 = .58778525f;

    /// <param name="shape">Whose outline.</param>
    /// <param name="x">To the right of the centre, in pixels, in the object's own axes.</param>
    /// <param name="y">Above the centre.</param>
    /// <param name="radius">In pixels.</param>
    /// <returns>Distance in pixels.</returns>
    public static Vector<float> Of(Shape shape, Vector<float> x, Vector<float> y, float radius) => shape switch
    {
        Shape.Circle => Length(x, y) - new Vector<float>(radius),
        Shape.Square => Square(x, y, new Vector<float>(SquareSide * radius)),
        Shape.Triangle => Triangle(x, y, new Vector<float>(TriangleSide * radius)),
        Shape.Star => Star(x, y, Reach * radius),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Not a shape."),
    };

    private static Vector<float> Square(Vector<float> x, Vector<float> y, Vector<float> half)
    {
        var (dx, dy) = (Vector.Abs(x) - half, Vector.Abs(y) - half);
        var outside = Length(Vector.Max(dx, Vector<float>.Zero), Vector.Max(dy, Vector<float>.Zero));
        return outside + Vector.Min(Vector.Max(dx, dy), Vector<float>.Zero);
    }

    private static Vector<float> Triangle(Vector<float> x, Vector<float> y, Vector<float> half)
    {
        x = Vector.Abs(x) - half;
        y += half * (1 / Sqrt3);
        var right = Vector.GreaterThan(x + y * Sqrt3, Vector<float>.Zero);
        var (mirroredX, mirroredY) = ((x - y * Sqrt3) * .5f, (x * -Sqrt3 - y) * .5f);
        x = Vector.ConditionalSelect(right, mirroredX, x);
        y = Vector.ConditionalSelect(right, mirroredY, y);
        x -= Vector.Min(Vector.Max(x, half * -2f), Vector<float>.Zero);
        return Vector.CopySign(Length(x, y), -y);
    }

    private static Vector<float> Star(Vector<float> x, Vector<float> y, float outer)
    {
        x = Vector.Abs(x);
        var fold = Vector.Max(x * Cos36 - y * Sin36, Vector<float>.Zero) * 2f;
        (x, y) = (x - fold * Cos36, y + fold * Sin36);
        fold = Vector.Max(x * -Cos36 - y * Sin36, Vector<float>.Zero) * 2f;
        (x, y) = (x + fold * Cos36, y + fold * Sin36);
        x = Vector.Abs(x);
        y -= new Vector<float>(outer);
        var (edgeX, edgeY) = (StarNotch * Sin36, StarNotch * Cos36 - 1);
        var along = (x * edgeX + y * edgeY) * (1 / (edgeX * edgeX + edgeY * edgeY));
        along = Vector.Min(Vector.Max(along, Vector<float>.Zero), new Vector<float>(outer));
        return Vector.CopySign(Length(x - along * edgeX, y - along * edgeY), y * edgeX - x * edgeY);
    }

    private static Vector<float> Length(Vector<float> x, Vector<float> y) => Vector.SquareRoot(x * x + y * y);
}
