namespace Mesh.Scenes;

/// <summary>"add a small red star at the top left": upright, still, where nothing else comes.</summary>
internal static class AddEdits
{
    private const double MinGap = .03;  // shorter sides of the frame

    private static readonly Colour[] Colours = Enum.GetValues<Colour>();
    private static readonly Shape[] Shapes = Enum.GetValues<Shape>();
    private static readonly ObjectSize[] Sizes = Enum.GetValues<ObjectSize>();

    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var place = random.Pick(Place.All);
        var added = new SceneObject(
            random.Pick(Shapes), random.Pick(Colours), random.Pick(Sizes), place.X, place.Y);
        if (!split.Allows(added.IsHeldOut(), HeldOut.HasAddition(added.Colour, place))
            || !scene.CanHold(added.Colour, added.Shape)
            || scene.Objects.Any(item => SceneLayout.Gap(item, added) < MinGap))
            return null;

        var instruction = random.Say(Phrases.Add, SceneNames.Of(added.Size), added.Name, place.Phrase);
        return new SceneEdit(EditType.Add, instruction, scene, scene with { Objects = [.. scene.Objects, added] });
    }
}
