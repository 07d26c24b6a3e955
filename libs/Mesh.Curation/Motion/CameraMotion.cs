namespace Mesh.Curation.Motion;

/// <summary>A displacement that was measured somewhere.</summary>
internal readonly record struct Displacement(float X, float Y, float Dx, float Dy);

/// <summary>What the picture as a whole does from one frame to the next.</summary>
/// <param name="X">To the right, longer sides of the frame.</param>
/// <param name="Y">Down.</param>
/// <param name="Zoom">Growth: 0.01 is one per cent larger.</param>
/// <param name="Turn">Clockwise on screen, radians.</param>
internal readonly record struct CameraMotion(double X, double Y, double Zoom, double Turn)
{
    private const int Rounds = 3;
    private const int Enough = 8;

    /// <summary>Where it takes a pixel, in pixels.</summary>
    public (float X, float Y) At(float x, float y, int width, int height)
    {
        var (px, py, side) = (x - (width - 1) / 2.0, y - (height - 1) / 2.0, Math.Max(width, height));
        return ((float)(X * side + Zoom * px - Turn * py), (float)(Y * side + Zoom * py + Turn * px));
    }

    /// <summary>
    /// The similarity that most displacements agree with; those far from it are left out and counted as objects.
    /// </summary>
    /// <param name="field">Displacements in pixels.</param>
    /// <param name="width">Of the frame, pixels.</param>
    /// <param name="height">Of the frame.</param>
    /// <returns>The motion, and what is left of the displacements that do not follow it: mean and share of the field.
    /// </returns>
    public static (CameraMotion Camera, double ObjectX, double ObjectY, double ObjectShare) Fit(
        IReadOnlyList<Displacement> field, int width, int height)
    {
        if (field.Count < Enough)
            return default;
        var (cx, cy, side) = ((width - 1) / 2.0, (height - 1) / 2.0, Math.Max(width, height));
        var kept = field.ToList();
        (double Tx, double Ty, double S, double R) model = default;
        var limit = 0.0;
        for (var round = 0; round < Rounds && kept.Count >= Enough; round++)
        {
            model = Solve(kept, cx, cy);
            var errors = field.Select(each => Error(each, model, cx, cy)).Order().ToArray();
            limit = 0.25 + 2.5 * errors[errors.Length / 2];
            kept = [.. field.Where(each => Error(each, model, cx, cy) <= limit)];
        }
        var moving = field.Where(each => Error(each, model, cx, cy) > limit).ToArray();
        var camera = new CameraMotion(model.Tx / side, model.Ty / side, model.S, model.R);
        if (moving.Length == 0)
            return (camera, 0, 0, 0);
        var rests = moving.Select(each => Rest(each, model, cx, cy)).ToArray();
        return (
            camera, rests.Average(rest => rest.X) / side, rests.Average(rest => rest.Y) / side,
            (double)moving.Length / field.Count);
    }

    private static (double Tx, double Ty, double S, double R) Solve(List<Displacement> field, double cx, double cy)
    {
        var (mx, my, mu, mv) = (
            field.Average(d => d.X - cx), field.Average(d => d.Y - cy), field.Average(d => d.Dx),
            field.Average(d => d.Dy));
        var (grow, turn, spread) = (0.0, 0.0, 0.0);
        foreach (var d in field)
        {
            var (x, y, u, v) = (d.X - cx - mx, d.Y - cy - my, d.Dx - mu, d.Dy - mv);
            grow += x * u + y * v;
            turn += x * v - y * u;
            spread += x * x + y * y;
        }
        var (s, r) = spread > 0 ? (grow / spread, turn / spread) : (0, 0);
        return (mu - s * mx + r * my, mv - s * my - r * mx, s, r);
    }

    private static (double X, double Y) Rest(
        Displacement d, (double Tx, double Ty, double S, double R) model, double cx, double cy)
    {
        var (x, y) = (d.X - cx, d.Y - cy);
        return (d.Dx - model.Tx - model.S * x + model.R * y, d.Dy - model.Ty - model.S * y - model.R * x);
    }

    private static double Error(
        Displacement d, (double Tx, double Ty, double S, double R) model, double cx, double cy)
    {
        var (x, y) = Rest(d, model, cx, cy);
        return Math.Sqrt(x * x + y * y);
    }
}
