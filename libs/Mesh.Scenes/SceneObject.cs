namespace Mesh.Scenes;

/// <summary>One object of a scene, as it is at time 0.</summary>
/// <param name="Shape">Outline.</param>
/// <param name="Colour">Colour of the whole object.</param>
/// <param name="Size">Small or large.</param>
/// <param name="X">Centre at time 0, in shorter sides of the frame; 0 to 1 spans the central square.</param>
/// <param name="Y">Centre at time 0, downwards.</param>
/// <param name="Motion">From then on.</param>
/// <param name="Angle">Radians at time 0, clockwise on screen; 0 for a circle, because it cannot be seen.</param>
public sealed record SceneObject(
    Shape Shape, Colour Colour, ObjectSize Size, double X, double Y, Motion Motion = default, double Angle = 0)
{
    /// <summary>Radius in shorter sides of the frame.</summary>
    public double Radius => (Size == ObjectSize.Small ? 4.6 : 6.4) / 32;

    /// <summary>What instructions call it: "red circle".</summary>
    public string Name => SceneNames.Of(Colour, Shape);

    /// <summary>Where the object is.</summary>
    /// <param name="time">In training frames.</param>
    /// <param name="aspect">Width over height of the frame that bouncing objects stay in.</param>
    public Pose At(double time, double aspect = 1) => Motion.Kind switch
    {
        MotionKind.Linear => new Pose(X + Motion.VelocityX * time, Y + Motion.VelocityY * time, Angle),
        MotionKind.Bouncing => new Pose(
            Reflect(X + Motion.VelocityX * time, Math.Max(aspect, 1)),
            Reflect(Y + Motion.VelocityY * time, Math.Max(1 / aspect, 1)),
            Angle),
        MotionKind.Rotating => new Pose(X, Y, Angle + Motion.Spin * time),
        _ => new Pose(X, Y, Angle),
    };

    /// <summary>Folds a straight path into the frame, which spans <paramref name="side"/> around 0.5.</summary>
    private double Reflect(double position, double side)
    {
        var low = (1 - side) / 2 + Radius;
        var span = side - 2 * Radius;
        var folded = Math.IEEERemainder(position - low, 2 * span);
        return low + Math.Abs(folded);
    }
}
