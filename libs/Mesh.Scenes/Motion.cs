namespace Mesh.Scenes;

/// <summary>Motion of one object; time is counted in training frames, length in shorter sides of the frame.</summary>
/// <param name="Kind">Which of the velocities counts.</param>
/// <param name="VelocityX">To the right, per frame; linear and bouncing.</param>
/// <param name="VelocityY">Down, per frame; linear and bouncing.</param>
/// <param name="Spin">Radians per frame, clockwise on screen; rotating.</param>
public readonly record struct Motion(MotionKind Kind, double VelocityX, double VelocityY, double Spin)
{
    public static Motion Still => default;

    public static Motion Linear(double velocityX, double velocityY) =>
        new(MotionKind.Linear, velocityX, velocityY, 0);

    /// <summary>Straight motion reflected where the object's radius meets the edge of the frame.</summary>
    public static Motion Bouncing(double velocityX, double velocityY) =>
        new(MotionKind.Bouncing, velocityX, velocityY, 0);

    public static Motion Rotating(double spin) => new(MotionKind.Rotating, 0, 0, spin);
}
