using Mesh.Curation.Scenes;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Analysis;

/// <summary>What looking at a film once has told: a function of its bytes and the recipe alone.</summary>
public sealed record SourceAnalysis
{
    /// <summary>Content hash of the film.</summary>
    public required string Source { get; init; }

    /// <summary>Null when nothing could be decoded.</summary>
    public VideoFacts? Facts { get; init; }

    /// <summary>Why the film as a whole is dropped.</summary>
    public Drop? Drop { get; init; }

    public IReadOnlyList<SceneBoundary> Boundaries { get; init; } = [];

    /// <summary>In the order of the film, with those that were dropped.</summary>
    public IReadOnlyList<Shot> Shots { get; init; } = [];
}
