namespace Mesh.Scenes;

/// <summary>Other words for those of the grammar, grouped by the word they stand for.</summary>
internal static class SynonymTable
{
    private static readonly (string Word, string Others)[] Groups =
    [
        ("recolour", "recolor tint dye colourize colorize"),
        ("colour", "color hue"),
        ("colours", "colors hues"),
        ("paint", "repaint"),
        ("remove", "delete erase drop eliminate cut"),
        ("disappear", "vanish"),
        ("replace", "swap substitute exchange"),
        ("add", "insert create draw"),
        ("place", "position"),
        ("change", "modify alter transform edit"),
        ("turn", "convert"),
        ("set", "switch"),
        ("move", "shift drag push slide"),
        ("rotate", "twist"),
        ("with", "for by"),
        ("a", "one another"),
        ("the", "this that my"),
        ("grey", "gray"),
        ("greyscale", "grayscale monochrome colourless colorless"),
        ("inverted", "flipped reversed"),
        ("invert", "reverse"),
        ("night", "nighttime evening"),
        ("day", "daytime"),
        ("purple", "violet magenta"),
        ("cyan", "turquoise teal aqua"),
        ("yellow", "gold golden"),
        ("red", "crimson scarlet"),
        ("pink", "rose"),
        ("large", "big huge giant"),
        ("small", "little tiny"),
        ("circle", "disc disk ball dot"),
        ("square", "box block"),
        ("centre", "center middle"),
        ("top", "upper"),
        ("bottom", "lower"),
        ("left", "lefthand"),
        ("right", "righthand"),
        ("background", "backdrop"),
        ("plain", "solid uniform"),
        ("gradient", "graded"),
        ("striped", "stripes stripy stripey"),
        ("checkered", "chequered checked checkerboard checks"),
        ("video", "clip movie picture"),
        ("film", "footage"),
    ];

    public static IReadOnlyDictionary<string, string> Build() => (
        from row in Groups
        from other in row.Others.Split(' ')
        select KeyValuePair.Create(other, row.Word)).ToDictionary(StringComparer.Ordinal);
}
