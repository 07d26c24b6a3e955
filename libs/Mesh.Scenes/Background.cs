namespace Mesh.Scenes;

/// <summary>What is behind the objects. The pattern's phase is fixed, so that kind and colour say all of it.</summary>
public readonly record struct Background(BackgroundKind Kind, BackgroundColour Colour)
{
    /// <summary>Whether an object of this colour can be told from the background, in the picture and by name.</summary>
    public bool Shows(Colour colour) => SceneNames.Of(colour) != SceneNames.Of(Colour);
}
