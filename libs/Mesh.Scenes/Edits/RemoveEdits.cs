namespace Mesh.Scenes;

/// <summary>"remove the red circle".</summary>
internal static class RemoveEdits
{
    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var removed = scene.Objects[random.PickObject(scene)];
        if (!split.Allows(removed.IsHeldOut(), HeldOut.HasRemoval(removed.Colour, removed.Shape)))
            return null;

        var rest = scene with { Objects = [.. scene.Objects.Where(item => item != removed)] };
        return new SceneEdit(EditType.Remove, random.Say(Phrases.Remove, removed.Name), scene, rest);
    }
}
