using System.Numerics;

namespace Mesh.Scenes;

/// <summary>Red, green and blue in [0, 1] of every named colour.</summary>
public static class Palette
{
    private static readonly Vector3[] Objects =
    [
        new(.90f, .14f, .14f),
        new(.16f, .80f, .26f),
        new(.16f, .32f, .96f),
        new(.97f, .88f, .14f),
        new(.98f, .54f, .08f),
        new(.60f, .20f, .80f),
        new(.14f, .86f, .88f),
        new(.99f, .56f, .76f),
    ];

    private static readonly (Vector3 Main, Vector3 Second)[] Backgrounds =
    [
        (new(.05f, .05f, .06f), new(.26f, .26f, .28f)),
        (new(.54f, .54f, .54f), new(.34f, .34f, .34f)),
        (new(.94f, .94f, .94f), new(.72f, .72f, .72f)),
        (new(.48f, .31f, .17f), new(.30f, .18f, .09f)),
        (new(.14f, .42f, .21f), new(.07f, .22f, .11f)),
        (new(.14f, .22f, .50f), new(.07f, .10f, .25f)),
    ];

    public static Vector3 Of(Colour colour) => Objects[(int)colour];

    /// <summary>The main tone, and the one that patterns mix with it.</summary>
    public static (Vector3 Main, Vector3 Second) Of(BackgroundColour colour) => Backgrounds[(int)colour];
}
