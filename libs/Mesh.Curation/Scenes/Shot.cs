using Mesh.Curation.Motion;

namespace Mesh.Curation.Scenes;

/// <summary>A stretch of a film between two boundaries.</summary>
public sealed record Shot
{
    /// <summary>From 1, in the order of the film.</summary>
    public required int Number { get; init; }

    /// <summary>First frame.</summary>
    public required int Start { get; init; }

    /// <summary>Frame after the last.</summary>
    public required int End { get; init; }

    public required double Seconds { get; init; }

    public required MotionScore Motion { get; init; }

    /// <summary>Vector of the embedder, little-endian floats; null for a shot that was dropped before.</summary>
    public byte[]? Embedding { get; init; }

    /// <summary>A small picture of its middle, PNG.</summary>
    public byte[]? Picture { get; init; }

    public Drop? Drop { get; init; }

    public int Frames => End - Start;
}
