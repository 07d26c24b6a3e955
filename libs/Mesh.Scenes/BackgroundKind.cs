namespace Mesh.Scenes;

/// <summary>Pattern of a background, of the two tones of its colour.</summary>
public enum BackgroundKind
{
    Plain,
    Gradient,
    Striped,
    Checkered,
}
