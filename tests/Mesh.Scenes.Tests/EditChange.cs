namespace Mesh.Scenes.Tests;

/// <summary>What differs between the two scenes of an edit, read from the scenes alone.</summary>
internal sealed record EditChange(SceneObject? Gone, SceneObject? New)
{
    public static EditChange Of(SceneEdit edit) => new(
        edit.Source.Objects.Except(edit.Target.Objects).SingleOrDefault(),
        edit.Target.Objects.Except(edit.Source.Objects).SingleOrDefault());

    public static bool HasHeldOutObject(SceneEdit edit) =>
        edit.Source.Objects.Concat(edit.Target.Objects).Any(item => HeldOut.Has(item.Colour, item.Shape));

    /// <summary>Whether the edit is one of the combinations that training leaves out.</summary>
    public static bool IsHeldOut(SceneEdit edit)
    {
        var (gone, added) = Of(edit);
        return edit.Type switch
        {
            EditType.Add => HeldOut.HasAddition(added!.Colour, Place.Nearest(added.X, added.Y)),
            EditType.Recolour => HeldOut.HasRecolour(gone!.Colour, added!.Colour),
            EditType.Remove => HeldOut.HasRemoval(gone!.Colour, gone.Shape),
            EditType.Replace => HeldOut.HasReplacement(gone!.Shape, added!.Colour, added.Shape),
            EditType.Background => HeldOut.HasBackground(edit.Target.Background),
            _ => false,
        };
    }
}
