using Mesh.Curation.Recipes;

namespace Mesh.Curation.Clips;

/// <summary>What a clip is in a sample; part of its file name.</summary>
public static class ClipRoles
{
    public const string Original = "original";
    public const string Edited = "edited";
    public const string Source = "source";
    public const string Mask = "mask";
    public const string Masked = "masked";
    public const string Depth = "depth";
}

/// <summary>One clip of a sample.</summary>
/// <param name="Role">See <see cref="ClipRoles"/>.</param>
/// <param name="Start">First frame of the film.</param>
/// <param name="End">Frame after the last that may be used.</param>
public sealed record ClipSpan(string Role, int Start, int End);

/// <summary>One sample that will be made.</summary>
/// <param name="Id">From the content hash, the shot and a count: the same wherever it is made.</param>
/// <param name="Shot">Number of the shot.</param>
/// <param name="Bucket">Size of its clips.</param>
/// <param name="Clips">At least one.</param>
public sealed record SamplePlan(string Id, int Shot, Bucket Bucket, IReadOnlyList<ClipSpan> Clips);
