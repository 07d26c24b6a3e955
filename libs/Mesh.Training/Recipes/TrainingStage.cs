namespace Mesh.Training.Recipes;

/// <summary>A part of a run with one kind of data and one learning rate.</summary>
public sealed record TrainingStage
{
    /// <summary>Names the stage in logs and seeds.</summary>
    public required string Name { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Samples of a step over all ranks.</summary>
    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Sizes of the clips that are drawn from.</summary>
    public required IReadOnlyList<ClipBucket> Buckets { get; init; }

    /// <summary>Steps over which the learning rate rises from 0; then it stays.</summary>
    public int WarmUp { get; init; } = 10;

    /// <summary>Most tokens of one pass of a rank, source and edited together; a longer sample goes alone.</summary>
    public long TokensPerPass { get; init; } = 65_536;
}
