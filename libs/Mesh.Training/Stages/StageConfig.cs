namespace Mesh.Training.Stages;

/// <summary>How long one stage of a run trains, and how its learning rate moves.</summary>
public sealed record StageConfig
{
    /// <summary>Names the stage in reports, checkpoints and seeds.</summary>
    public required string Name { get; init; }

    /// <summary>Steps of the stage, or time.</summary>
    public required StageBudget Budget { get; init; }

    /// <summary>Samples of one step over all ranks.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Steps over which the learning rate rises from 0.</summary>
    public int WarmUp { get; init; } = 30;

    /// <summary>Seed of everything that is drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>How often the state is saved.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromMinutes(5);
}
