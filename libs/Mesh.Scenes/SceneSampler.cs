namespace Mesh.Scenes;

/// <summary>Random scenes of one to three objects, each named by its colour and shape alone.</summary>
public sealed class SceneSampler
{
    private static readonly (Colour, Shape)[] AllObjects =
    [
        .. from colour in Enum.GetValues<Colour>() from shape in Enum.GetValues<Shape>() select (colour, shape),
    ];

    private static readonly (Colour, Shape)[] Untrained = [.. HeldOut.Objects];
    private static readonly (Colour, Shape)[] Trained = [.. AllObjects.Except(Untrained)];
    private static readonly BackgroundKind[] Kinds = Enum.GetValues<BackgroundKind>();
    private static readonly BackgroundColour[] Colours = Enum.GetValues<BackgroundColour>();

    private readonly SceneRandom _random;
    private readonly Split _split;

    /// <param name="seed">Seeds of different splits never give the same stream.</param>
    /// <param name="split">With <see cref="Split.HeldOutObjects"/> the last object is an untrained one.</param>
    public SceneSampler(ulong seed, Split split = Split.Train)
        : this(new SceneRandom(seed, Streams.Of(split)), split)
    {
    }

    internal SceneSampler(SceneRandom random, Split split)
    {
        _random = random;
        _split = split;
    }

    public Scene Next()
    {
        var background = new Background(_random.Pick(Kinds), _random.Pick(Colours));
        var count = _random.Below(10) switch { < 3 => 1, < 7 => 2, _ => 3 };
        var objects = new List<(Colour, Shape)>();
        while (objects.Count < count)
        {
            var last = objects.Count == count - 1;
            var pair = _random.Pick(last && _split == Split.HeldOutObjects ? Untrained : Trained);
            if (background.Shows(pair.Item1) && !objects.Contains(pair))
                objects.Add(pair);
        }

        return new Scene(background, SceneLayout.Spread(objects, _random));
    }
}
