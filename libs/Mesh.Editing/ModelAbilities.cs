namespace Mesh.Editing;

/// <summary>What a family of models can be asked for, in words for the person who asks.</summary>
/// <param name="Can">One line on what it edits well.</param>
/// <param name="Cannot">One line on what it does not.</param>
/// <param name="Examples">Instructions that work.</param>
public sealed record ModelAbilities(string Can, string Cannot, IReadOnlyList<string> Examples)
{
    /// <summary>Reference images that it takes at most.</summary>
    public int MaxReferences { get; init; }

    /// <summary>Whether it edits within a mask.</summary>
    public bool TakesMask { get; init; }

    /// <summary>Whether it follows a control film.</summary>
    public bool TakesControl { get; init; }

    /// <summary>Whatever any model can: for whoever leaves the refusal to another.</summary>
    public static ModelAbilities Any { get; } = new("", "", [])
    {
        MaxReferences = int.MaxValue,
        TakesMask = true,
        TakesControl = true,
    };

    /// <summary>The demo editor that ships in the repository.</summary>
    public static ModelAbilities Nano { get; } = new(
        "add, remove, recolour and replace simple shapes, change a plain background, restyle the film",
        "people, animals, text and photographic detail: it has only ever seen rendered shapes, at 32x32 pixels",
        ["recolour the red circle to blue", "remove the green square", "replace the blue star with a red triangle"]);

    /// <summary>HunyuanVideo and ICVE weights.</summary>
    public static ModelAbilities Icve { get; } = new(
        "free-form instructions on real films",
        "editing after a reference image",
        ["remove the person on the left", "make it snow"]);

    /// <summary>Wan with VACE's context branch.</summary>
    public static ModelAbilities Vace { get; } = new(
        "free-form descriptions of real films, inpainting within a mask, control films, reference images",
        "what is better told as a change than as the finished film, unless the weights were tuned for it",
        ["a watercolour painting of a street in the rain", "a red sports car on a mountain road"])
    {
        MaxReferences = 5,
        TakesMask = true,
        TakesControl = true,
    };

    /// <summary>Wan without a context branch.</summary>
    public static ModelAbilities Wan { get; } = new(
        "films made from words, of the length and size of the one that is given",
        "the film that is given: it is not looked at",
        ["a red sports car on a mountain road"]);
}
