using Mesh.Curation.Motion;

namespace Mesh.Curation.Clips;

/// <summary>
/// A sample of the dataset, or one that was dropped on the way: a function of the film and the recipe.
/// </summary>
public sealed record Sample
{
    public required string Id { get; init; }

    /// <summary>Content hash of the film.</summary>
    public required string Source { get; init; }

    public required int Shot { get; init; }

    /// <summary>Size of its clips, for example "480x768x77".</summary>
    public required string Bucket { get; init; }

    /// <summary>Frames per second of its clips.</summary>
    public required double Rate { get; init; }

    public required IReadOnlyList<SampleFile> Files { get; init; }

    public string? Instruction { get; init; }

    /// <summary>What the source shows, where it was asked for.</summary>
    public string? Caption { get; init; }

    /// <summary>What the masked clip shows, where it was asked for.</summary>
    public string? MaskedCaption { get; init; }

    /// <summary>What kind of edit it is: "camera", "motion", "recolour"...; for balance and the report.</summary>
    public string? EditType { get; init; }

    /// <summary>First frame and frame after the last of each clip in the film, by role.</summary>
    public IReadOnlyDictionary<string, int[]> Spans { get; init; } = new Dictionary<string, int[]>();

    /// <summary>How each clip moves, by role.</summary>
    public IReadOnlyDictionary<string, MotionScore> Motion { get; init; } = new Dictionary<string, MotionScore>();

    /// <summary>What the judge gave, by criterion.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    public Drop? Drop { get; init; }
}

/// <summary>All samples of one film.</summary>
/// <param name="Source">Content hash of the film.</param>
/// <param name="Samples">In the order of the film.</param>
public sealed record SourceSamples(string Source, IReadOnlyList<Sample> Samples);
