namespace Mesh.Scenes;

/// <summary>"recolour the red circle to blue".</summary>
internal static class RecolourEdits
{
    private static readonly Colour[] Colours = Enum.GetValues<Colour>();

    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var index = random.PickObject(scene);
        var before = scene.Objects[index];
        var after = before with { Colour = random.Pick(Colours) };
        if (!split.Allows(before.IsHeldOut() || after.IsHeldOut(), HeldOut.HasRecolour(before.Colour, after.Colour))
            || !scene.CanHold(after.Colour, after.Shape))
            return null;

        var instruction = random.Say(Phrases.Recolour, before.Name, SceneNames.Of(after.Colour));
        return new SceneEdit(EditType.Recolour, instruction, scene, scene.With(index, after));
    }
}
