namespace Mesh.Scenes;

/// <summary>Outline of an object.</summary>
public enum Shape
{
    Circle,
    Square,
    Triangle,
    Star,
}
