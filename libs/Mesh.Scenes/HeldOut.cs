namespace Mesh.Scenes;

/// <summary>What training never shows, so that evaluation can ask for it.</summary>
public static class HeldOut
{
    private static readonly HashSet<(Colour, Shape)> ObjectSet =
    [
        (Colour.Cyan, Shape.Circle), (Colour.Purple, Shape.Square),
        (Colour.Green, Shape.Triangle), (Colour.Orange, Shape.Star),
    ];

    private static readonly HashSet<(Colour, Colour)> Recolourings =
    [
        (Colour.Yellow, Colour.Blue), (Colour.Blue, Colour.Pink),
        (Colour.Green, Colour.Orange), (Colour.Purple, Colour.Cyan),
    ];

    private static readonly HashSet<(Colour, Shape)> Removals =
        [(Colour.Blue, Shape.Square), (Colour.Yellow, Shape.Star)];

    private static readonly HashSet<(Shape, Colour, Shape)> Replacements =
    [
        (Shape.Square, Colour.Yellow, Shape.Circle), (Shape.Circle, Colour.Pink, Shape.Square),
        (Shape.Star, Colour.Cyan, Shape.Triangle), (Shape.Triangle, Colour.Blue, Shape.Star),
    ];

    private static readonly HashSet<(Colour, string)> Additions =
        [(Colour.Yellow, "top right"), (Colour.Blue, "bottom left"), (Colour.Pink, "top"), (Colour.Red, "centre")];

    private static readonly HashSet<Background> Backgrounds =
    [
        new(BackgroundKind.Striped, BackgroundColour.Brown), new(BackgroundKind.Checkered, BackgroundColour.Blue),
        new(BackgroundKind.Gradient, BackgroundColour.Green), new(BackgroundKind.Plain, BackgroundColour.Grey),
    ];

    /// <summary>Colours with shapes of <see cref="Split.HeldOutObjects"/>: in no training film at all.</summary>
    public static IReadOnlyCollection<(Colour Colour, Shape Shape)> Objects => ObjectSet;

    public static bool Has(Colour colour, Shape shape) => ObjectSet.Contains((colour, shape));

    /// <summary>"recolour a yellow ... to blue", whatever the shape.</summary>
    public static bool HasRecolour(Colour from, Colour to) => Recolourings.Contains((from, to));

    /// <summary>"remove the blue square".</summary>
    public static bool HasRemoval(Colour colour, Shape shape) => Removals.Contains((colour, shape));

    /// <summary>"replace a ... square with a yellow circle", whatever the first colour.</summary>
    public static bool HasReplacement(Shape from, Colour to, Shape toShape) =>
        Replacements.Contains((from, to, toShape));

    /// <summary>"add a ... yellow ... at the top right", whatever the shape and size.</summary>
    public static bool HasAddition(Colour colour, Place place) => Additions.Contains((colour, place.Words));

    /// <summary>"make the background striped brown"; such films are seen, but the edit is not.</summary>
    public static bool HasBackground(Background background) => Backgrounds.Contains(background);
}
