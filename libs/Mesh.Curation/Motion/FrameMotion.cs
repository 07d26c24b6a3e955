namespace Mesh.Curation.Motion;

/// <summary>What moved from one frame to the next; lengths in longer sides of the frame.</summary>
/// <param name="Travel">Mean path of the grid points.</param>
/// <param name="Flow">Mean magnitude of the dense flow; null where it was not measured.</param>
/// <param name="Camera">What the picture as a whole does.</param>
/// <param name="ObjectX">Mean motion to the right of what does not follow the camera.</param>
/// <param name="ObjectY">The same down.</param>
/// <param name="ObjectShare">How much of the picture that is.</param>
internal readonly record struct FrameMotion(
    double Travel, double? Flow, CameraMotion Camera, double ObjectX, double ObjectY, double ObjectShare)
{
    public static FrameMotion None => default;
}

/// <summary>How a shot moves; lengths in longer sides of the frame per second.</summary>
public sealed record MotionScore
{
    /// <summary>Mean magnitude of the dense optical flow: ICVE's filter.</summary>
    public double Flow { get; init; }

    /// <summary>Mean path of grid points: Ditto's filter.</summary>
    public double Travel { get; init; }

    /// <summary>Of the picture as a whole, to the right; a camera that pans right moves it left.</summary>
    public double PanX { get; init; }

    /// <summary>Of the picture as a whole, down.</summary>
    public double PanY { get; init; }

    /// <summary>Growth of the picture per second: 0.1 is a tenth larger.</summary>
    public double Zoom { get; init; }

    /// <summary>Clockwise on screen, radians per second.</summary>
    public double Turn { get; init; }

    /// <summary>Mean motion to the right of what does not follow the camera.</summary>
    public double ObjectX { get; init; }

    public double ObjectY { get; init; }

    /// <summary>How much of the picture does not follow the camera, 0 to 1.</summary>
    public double ObjectShare { get; init; }

    /// <summary>Over the frames of a shot; the first of them is left out, since it follows another shot's last.
    /// </summary>
    internal static MotionScore Of(ReadOnlySpan<FrameMotion> frames, double rate)
    {
        var count = Math.Max(1, frames.Length - 1);
        var (travel, flow, flows) = (0.0, 0.0, 0);
        var (x, y, zoom, turn, objectX, objectY, share) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var frame in frames[Math.Min(1, frames.Length)..])
        {
            travel += frame.Travel;
            flow += frame.Flow ?? 0;
            flows += frame.Flow is null ? 0 : 1;
            (x, y) = (x + frame.Camera.X, y + frame.Camera.Y);
            (zoom, turn) = (zoom + frame.Camera.Zoom, turn + frame.Camera.Turn);
            objectX += frame.ObjectX * frame.ObjectShare;
            objectY += frame.ObjectY * frame.ObjectShare;
            share += frame.ObjectShare;
        }
        var perSecond = rate / count;
        return new()
        {
            Travel = Round(travel * perSecond),
            Flow = Round(flows > 0 ? flow * rate / flows : travel * perSecond),
            PanX = Round(x * perSecond),
            PanY = Round(y * perSecond),
            Zoom = Round(zoom * perSecond),
            Turn = Round(turn * perSecond),
            ObjectX = Round(share > 0 ? objectX / share * rate : 0),
            ObjectY = Round(share > 0 ? objectY / share * rate : 0),
            ObjectShare = Round(share / count),
        };
    }

    // What is written must not depend on how a processor rounds the last bits.
    private static double Round(double value) => Math.Round(value, 5) + 0.0;
}
