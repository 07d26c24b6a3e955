using System.Globalization;

namespace Mesh.Scenes;

/// <summary>Ways to say each edit, with numbered gaps.</summary>
internal static class Phrases
{
    /// <summary>{0} the object, {1} its new colour.</summary>
    public static readonly string[] Recolour =
    [
        "recolour the {0} to {1}", "paint the {0} {1}", "make the {0} {1}", "turn the {0} {1}",
        "change the colour of the {0} to {1}",
    ];

    /// <summary>{0} the object.</summary>
    public static readonly string[] Remove =
        ["remove the {0}", "take away the {0}", "get rid of the {0}", "make the {0} disappear"];

    /// <summary>{0} size, {1} object, {2} place.</summary>
    public static readonly string[] Add = ["add a {0} {1} {2}", "put a {0} {1} {2}", "place a {0} {1} {2}"];

    /// <summary>{0} the object, {1} what takes its place, with article.</summary>
    public static readonly string[] Replace =
        ["replace the {0} with {1}", "turn the {0} into {1}", "change the {0} to {1}", "change the {0} into {1}"];

    /// <summary>{0} pattern and colour.</summary>
    public static readonly string[] Background =
    [
        "make the background {0}", "change the background to {0}", "set the background to {0}",
        "give it a {0} background", "put it on a {0} background",
    ];

    public static readonly string[] Greyscale =
        ["make it greyscale", "make the video greyscale", "turn it black and white", "apply a greyscale filter"];

    public static readonly string[] Inverted =
        ["invert the colours", "make it inverted", "turn the video into a negative", "invert the video"];

    public static readonly string[] Sepia =
        ["make it sepia", "give it a sepia look", "make the film look old", "apply a sepia filter"];

    public static readonly string[] Night =
        ["make it night", "turn day into night", "make it look like night", "set the scene at night"];

    /// <summary>{0} the object, {1} its new place.</summary>
    public static readonly string[] Move = ["move the {0} to the {1}", "bring the {0} to the {1}"];

    /// <summary>{0} the object.</summary>
    public static readonly string[] Rotate = ["rotate the {0}", "spin the {0}"];

    public static IEnumerable<string> All =>
    [
        .. Recolour, .. Remove, .. Add, .. Replace, .. Background,
        .. Greyscale, .. Inverted, .. Sepia, .. Night, .. Move, .. Rotate,
    ];

    public static string[] Of(Style style) => style switch
    {
        Style.Greyscale => Greyscale,
        Style.Inverted => Inverted,
        Style.Sepia => Sepia,
        Style.Night => Night,
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "No instruction asks for this style."),
    };

    /// <summary>One of the ways, with its gaps filled.</summary>
    public static string Say(this SceneRandom random, string[] ways, params object[] parts) =>
        string.Format(CultureInfo.InvariantCulture, random.Pick(ways), parts);
}
