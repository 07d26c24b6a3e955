namespace Mesh.Scenes;

/// <summary>A part of the frame that instructions name.</summary>
/// <param name="Words">"top left", "centre".</param>
/// <param name="X">Its middle, in shorter sides of the frame.</param>
/// <param name="Y">Its middle, downwards.</param>
public sealed record Place(string Words, double X, double Y)
{
    /// <summary>The nine places, row by row.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("top left", .25, .25), new("top", .5, .25), new("top right", .75, .25),
        new("left", .25, .5), new("centre", .5, .5), new("right", .75, .5),
        new("bottom left", .25, .75), new("bottom", .5, .75), new("bottom right", .75, .75),
    ];

    /// <summary>"at the top left", "in the centre".</summary>
    public string Phrase => $"{(Words == "centre" ? "in" : "at")} the {Words}";

    public static Place Nearest(double x, double y) =>
        All.MinBy(place => (place.X - x) * (place.X - x) + (place.Y - y) * (place.Y - y))!;
}
