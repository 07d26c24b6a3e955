namespace Mesh.Scenes;

/// <summary>The words for things: the lower-case name of the enum's member.</summary>
internal static class SceneNames
{
    private static readonly string[] Colours = Names<Colour>();
    private static readonly string[] Shapes = Names<Shape>();
    private static readonly string[] Sizes = Names<ObjectSize>();
    private static readonly string[] Kinds = Names<BackgroundKind>();
    private static readonly string[] BackgroundColours = Names<BackgroundColour>();

    public static IEnumerable<string> All => [.. Colours, .. Shapes, .. Sizes, .. Kinds, .. BackgroundColours];

    public static string Of(Colour colour) => Colours[(int)colour];

    public static string Of(ObjectSize size) => Sizes[(int)size];

    public static string Of(BackgroundColour colour) => BackgroundColours[(int)colour];

    public static string Of(Colour colour, Shape shape) => $"{Colours[(int)colour]} {Shapes[(int)shape]}";

    public static string Of(Background background) =>
        $"{Kinds[(int)background.Kind]} {BackgroundColours[(int)background.Colour]}";

    /// <summary>"a blue star", "an orange star".</summary>
    public static string One(Colour colour, Shape shape) =>
        $"{(colour == Colour.Orange ? "an" : "a")} {Of(colour, shape)}";

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
}
