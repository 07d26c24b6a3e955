namespace Mesh.Training.Recipes;

/// <summary>Size of a clip in pixels and frames; all samples of one pass have the same.</summary>
public readonly record struct ClipBucket(int Height, int Width, int Frames)
{
    public override string ToString() => $"{Height}x{Width}x{Frames}";
}
