namespace Mesh.Scenes;

/// <summary>Look of the whole frame, laid over background and objects.</summary>
public enum Style
{
    None,
    Greyscale,
    Inverted,
    Sepia,
    Night,
}
