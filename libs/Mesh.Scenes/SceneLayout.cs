namespace Mesh.Scenes;

/// <summary>Gives objects size, place and motion, so that each is seen whole for the length of a clip.</summary>
internal static class SceneLayout
{
    private const int Draws = 12;
    private const double LastFrame = Scene.ClipFrames - 1;
    private const double Margin = 1.1;                // of the radius, between centre and edge
    private const double MaxTilt = Math.PI / 6;       // below half of every shape's symmetry: the angle can be seen
    private const double SlowestSpin = Math.PI / 45;
    private const double FastestSpin = Math.PI / 15;
    private const double Slowest = .5 / 32;
    private const double Fastest = 1.3 / 32;

    private static readonly MotionKind[] Motions = Enum.GetValues<MotionKind>();
    private static readonly MotionKind[] CircleMotions = [MotionKind.Still, MotionKind.Linear, MotionKind.Bouncing];

    /// <summary>Of twelve draws the one whose objects keep farthest apart.</summary>
    public static IReadOnlyList<SceneObject> Spread(
        IReadOnlyList<(Colour Colour, Shape Shape)> kinds, SceneRandom random)
    {
        var draws = kinds.Count == 1 ? 1 : Draws;
        SceneObject[] best = [];
        var widest = double.NegativeInfinity;
        for (var draw = 0; draw < draws; draw++)
        {
            SceneObject[] objects = [.. kinds.Select(kind => Draw(kind.Colour, kind.Shape, random))];
            var gap = SmallestGap(objects);
            if (gap > widest)
                (best, widest) = (objects, gap);
        }

        return best;
    }

    /// <summary>Smallest distance between two objects during a clip; negative where their radii overlap.</summary>
    public static double Gap(SceneObject a, SceneObject b)
    {
        var smallest = double.PositiveInfinity;
        for (var time = 0.0; time <= LastFrame; time++)
        {
            var (p, q) = (a.At(time), b.At(time));
            smallest = Math.Min(smallest, Math.Sqrt((p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y)));
        }

        return smallest - a.Radius - b.Radius;
    }

    private static double SmallestGap(SceneObject[] objects)
    {
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < objects.Length; i++)
            for (var j = 0; j < i; j++)
                smallest = Math.Min(smallest, Gap(objects[i], objects[j]));
        return smallest;
    }

    private static SceneObject Draw(Colour colour, Shape shape, SceneRandom random)
    {
        var size = random.Chance(.5) ? ObjectSize.Small : ObjectSize.Large;
        var still = new SceneObject(shape, colour, size, 0, 0);
        var margin = Margin * still.Radius;
        still = still with { X = random.Between(margin, 1 - margin), Y = random.Between(margin, 1 - margin) };
        return random.Pick(shape == Shape.Circle ? CircleMotions : Motions) switch
        {
            MotionKind.Rotating => still with
            {
                Angle = random.Between(-MaxTilt, MaxTilt),
                Motion = Motion.Rotating(Signed(random.Between(SlowestSpin, FastestSpin), random)),
            },
            MotionKind.Linear => still with { Motion = Inward(still, Velocity(random), margin) },
            MotionKind.Bouncing => still with { Motion = Bounce(Velocity(random)) },
            _ => still,
        };
    }

    private static (double X, double Y) Velocity(SceneRandom random)
    {
        var (sin, cos) = Math.SinCos(random.Between(0, 2 * Math.PI));
        var speed = random.Between(Slowest, Fastest);
        return (cos * speed, sin * speed);
    }

    private static Motion Bounce((double X, double Y) velocity) => Motion.Bouncing(velocity.X, velocity.Y);

    /// <summary>Turns a velocity that would lead out of the frame during a clip.</summary>
    private static Motion Inward(SceneObject from, (double X, double Y) velocity, double margin) => Motion.Linear(
        Leaves(from.X + velocity.X * LastFrame, margin) ? -velocity.X : velocity.X,
        Leaves(from.Y + velocity.Y * LastFrame, margin) ? -velocity.Y : velocity.Y);

    private static bool Leaves(double end, double margin) => end < margin || end > 1 - margin;

    private static double Signed(double value, SceneRandom random) => random.Chance(.5) ? value : -value;
}
