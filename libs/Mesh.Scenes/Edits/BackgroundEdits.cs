namespace Mesh.Scenes;

/// <summary>"make the background checkered green": the objects stay.</summary>
internal static class BackgroundEdits
{
    private static readonly BackgroundKind[] Kinds = Enum.GetValues<BackgroundKind>();
    private static readonly BackgroundColour[] Colours = Enum.GetValues<BackgroundColour>();

    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var background = new Background(random.Pick(Kinds), random.Pick(Colours));
        if (background == scene.Background
            || !split.Allows(scene.Objects.Any(SplitRules.IsHeldOut), HeldOut.HasBackground(background))
            || !scene.Objects.All(item => background.Shows(item.Colour)))
            return null;

        var instruction = random.Say(Phrases.Background, SceneNames.Of(background));
        return new SceneEdit(EditType.Background, instruction, scene, scene with { Background = background });
    }
}
