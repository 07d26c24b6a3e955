namespace Mesh.Scenes;

/// <summary>One object at two moments of a film.</summary>
internal sealed class ObjectChange(SceneObject item, double before, double after)
{
    private const double MinMove = .2;               // shorter sides of the frame
    private const double MinTurn = Math.PI / 8;      // radians
    private const double TurnWeight = .1;            // an annotator sees a move before a turn
    private const double PresenceWeight = 2;         // and a new or missing object before either

    private readonly Pose _before = item.At(before);
    private readonly Pose _after = item.At(after);

    /// <summary>How much of the picture changes; the largest is what gets described.</summary>
    public double Salience => (Shown(_before) != Shown(_after) ? PresenceWeight : 0)
        + Moved + TurnWeight * Math.Min(Math.Abs(_after.Angle - _before.Angle), 1);

    /// <summary>Whether the change is clear: both ends decided, and far enough apart.</summary>
    public bool IsVisible =>
        Decided(_before) && Decided(_after) && (Shown(_before) || Shown(_after))
        && (Shown(_before) != Shown(_after) || PlaceChanges || Turned);

    private double Moved => Math.Sqrt(
        (_after.X - _before.X) * (_after.X - _before.X) + (_after.Y - _before.Y) * (_after.Y - _before.Y));

    private bool PlaceChanges =>
        Moved >= MinMove && Place.Nearest(_before.X, _before.Y) != Place.Nearest(_after.X, _after.Y);

    private bool Turned =>
        item.Motion.Kind == MotionKind.Rotating && Math.Abs(_after.Angle - _before.Angle) >= MinTurn;

    /// <summary>The instruction; null where it would be a combination of <see cref="HeldOut"/>.</summary>
    public string? Describe(SceneRandom random)
    {
        var place = Place.Nearest(_after.X, _after.Y);
        return (Shown(_before), Shown(_after)) switch
        {
            (true, false) => HeldOut.HasRemoval(item.Colour, item.Shape)
                ? null
                : random.Say(Phrases.Remove, item.Name),
            (false, true) => HeldOut.HasAddition(item.Colour, place)
                ? null
                : random.Say(Phrases.Add, SceneNames.Of(item.Size), item.Name, place.Phrase),
            _ when PlaceChanges => random.Say(Phrases.Move, item.Name, place.Words),
            _ => random.Say(Phrases.Rotate, item.Name),
        };
    }

    private static bool Shown(Pose pose) => Outside(pose) <= 0;

    /// <summary>The object is clearly in the frame, or wholly out of it.</summary>
    private bool Decided(Pose pose) =>
        Outside(pose) is var outside && (outside <= 0 || outside >= item.Radius * ShapeDistance.Reach);

    /// <summary>Distance of the centre beyond the frame; 0 or less is inside.</summary>
    private static double Outside(Pose pose) =>
        Math.Max(Math.Max(-pose.X, pose.X - 1), Math.Max(-pose.Y, pose.Y - 1));
}
