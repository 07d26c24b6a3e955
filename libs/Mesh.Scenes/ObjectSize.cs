namespace Mesh.Scenes;

/// <summary>Size of an object: radius 4.6/32 or 6.4/32 of the frame's shorter side.</summary>
public enum ObjectSize
{
    Small,
    Large,
}
