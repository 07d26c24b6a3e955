namespace Mesh.Scenes;

/// <summary>Which edits a split may contain.</summary>
internal static class SplitRules
{
    /// <summary>Whether a drawn combination is one of this split.</summary>
    /// <param name="split">Whose rules.</param>
    /// <param name="heldOutObject">The edit concerns an object of <see cref="HeldOut.Objects"/>.</param>
    /// <param name="heldOutEdit">The edit is a combination of <see cref="HeldOut"/>.</param>
    public static bool Allows(this Split split, bool heldOutObject, bool heldOutEdit) => split switch
    {
        Split.HeldOutObjects => heldOutObject && !heldOutEdit,
        Split.HeldOutEdits => !heldOutObject && heldOutEdit,
        _ => !heldOutObject && !heldOutEdit,
    };

    /// <summary>An object of the scene to edit.</summary>
    public static int PickObject(this SceneRandom random, Scene scene) => random.Below(scene.Objects.Count);

    public static bool IsHeldOut(this SceneObject item) => HeldOut.Has(item.Colour, item.Shape);

    /// <summary>Whether a scene can take this object as a new one that is seen and named without doubt.</summary>
    public static bool CanHold(this Scene scene, Colour colour, Shape shape) =>
        scene.Background.Shows(colour)
        && !scene.Objects.Any(item => item.Colour == colour && item.Shape == shape);
}
