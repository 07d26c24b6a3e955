namespace Mesh.Scenes;

/// <summary>"replace the red circle with a blue star": another shape with the same size, place and motion.</summary>
internal static class ReplaceEdits
{
    private static readonly Colour[] Colours = Enum.GetValues<Colour>();
    private static readonly Shape[] Shapes = Enum.GetValues<Shape>();

    public static SceneEdit? Draw(Scene scene, Split split, SceneRandom random)
    {
        var index = random.PickObject(scene);
        var before = scene.Objects[index];
        var (colour, shape) = (random.Pick(Colours), random.Pick(Shapes));
        var after = Reshape(before with { Colour = colour }, shape);
        if (shape == before.Shape
            || !split.Allows(
                before.IsHeldOut() || after.IsHeldOut(), HeldOut.HasReplacement(before.Shape, colour, shape))
            || !scene.CanHold(colour, shape))
            return null;

        var instruction = random.Say(Phrases.Replace, before.Name, SceneNames.One(colour, shape));
        return new SceneEdit(EditType.Replace, instruction, scene, scene.With(index, after));
    }

    /// <summary>A circle has no visible angle, so it neither has one nor spins.</summary>
    private static SceneObject Reshape(SceneObject item, Shape shape)
    {
        var motion = shape == Shape.Circle && item.Motion.Kind == MotionKind.Rotating ? Motion.Still : item.Motion;
        return item with { Shape = shape, Angle = shape == Shape.Circle ? 0 : item.Angle, Motion = motion };
    }
}
