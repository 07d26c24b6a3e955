namespace Mesh.Scenes;

/// <summary>A film as a description: it can be rendered at any size, frame count and frame rate.</summary>
/// <param name="Background">Behind everything.</param>
/// <param name="Objects">Back to front.</param>
/// <param name="Style">Over everything.</param>
public sealed record Scene(Background Background, IReadOnlyList<SceneObject> Objects, Style Style = Style.None)
{
    /// <summary>Frames of a training clip.</summary>
    public const int ClipFrames = 5;

    /// <summary>Height and width of a training clip, in pixels.</summary>
    public const int ClipSide = 32;

    public bool Equals(Scene? other) =>
        other is not null && Background == other.Background && Style == other.Style
        && Objects.SequenceEqual(other.Objects);

    public override int GetHashCode() =>
        Objects.Aggregate(HashCode.Combine(Background, Style), HashCode.Combine);

    /// <summary>The same scene with the object at <paramref name="index"/> changed.</summary>
    internal Scene With(int index, SceneObject changed) =>
        this with { Objects = [.. Objects.Take(index), changed, .. Objects.Skip(index + 1)] };
}
