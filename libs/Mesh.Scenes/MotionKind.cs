namespace Mesh.Scenes;

/// <summary>How an object moves.</summary>
public enum MotionKind
{
    Still,
    Linear,
    Bouncing,
    Rotating,
}
