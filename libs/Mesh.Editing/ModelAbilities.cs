namespace Mesh.Editing;

/// <summary>What a family of models can be asked for, in words for the person who asks.</summary>
/// <param name="Can">One line on what it edits well.</param>
/// <param name="Cannot">One line on what it does not.</param>
/// <param name="Examples">Instructions that work.</param>
/// <param name="TakesReference">Whether a reference image is one of its inputs.</param>
public sealed record ModelAbilities(string Can, string Cannot, IReadOnlyList<string> Examples, bool TakesReference)
{
    /// <summary>The demo editor that ships in the repository.</summary>
    public static ModelAbilities Nano { get; } = new(
        "add, remove, recolour and replace simple shapes, change a plain background, restyle the film",
        "people, animals, text and photographic detail: it has only ever seen rendered shapes, at 64x64 pixels",
        ["recolour the red circle to blue", "remove the green square", "replace the blue star with a red triangle"],
        TakesReference: false);

    /// <summary>HunyuanVideo and ICVE weights.</summary>
    public static ModelAbilities Icve { get; } = new(
        "free-form instructions on real films",
        "editing after a reference image",
        ["remove the person on the left", "make it snow"],
        TakesReference: false);
}
