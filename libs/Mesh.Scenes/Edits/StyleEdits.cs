namespace Mesh.Scenes;

/// <summary>"make it greyscale".</summary>
internal static class StyleEdits
{
    private static readonly Style[] Styles = [.. Enum.GetValues<Style>().Where(style => style != Style.None)];

    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var style = random.Pick(Styles);
        if (!split.Allows(scene.Objects.Any(SplitRules.IsHeldOut), heldOutEdit: false))
            return null;

        return new SceneEdit(
            EditType.Style, random.Say(Phrases.Of(style)), scene, scene with { Style = style });
    }
}
