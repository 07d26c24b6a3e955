namespace Mesh.Scenes;

/// <summary>Colour of an object; <see cref="Palette"/> holds the values.</summary>
public enum Colour
{
    Red,
    Green,
    Blue,
    Yellow,
    Orange,
    Purple,
    Cyan,
    Pink,
}
