namespace Mesh.Scenes;

/// <summary>Colour of a background; <see cref="Palette"/> holds its two tones.</summary>
public enum BackgroundColour
{
    Black,
    Grey,
    White,
    Brown,
    Green,
    Blue,
}
