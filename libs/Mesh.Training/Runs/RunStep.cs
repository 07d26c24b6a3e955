namespace Mesh.Training.Runs;

/// <summary>One optimizer step, for logs and whoever watches.</summary>
public sealed record RunStep
{
    public required string Stage { get; init; }

    /// <summary>Steps done over all stages, from 1.</summary>
    public required int Step { get; init; }

    public required int TotalSteps { get; init; }

    /// <summary>Mean over the samples of the batch.</summary>
    public required double Loss { get; init; }

    /// <summary>Before clipping.</summary>
    public required double GradNorm { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Why the step was not taken; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Tokens of source and edited video in the batch, over all ranks.</summary>
    public required long Tokens { get; init; }

    /// <summary>Operations of the network in the batch: three times those of its forward pass.</summary>
    public required double Flops { get; init; }

    /// <summary>
    /// Share of what the devices of all ranks can do that the network's operations take (model FLOPs utilization,
    /// Chowdhery et al. 2022, arXiv:2204.02311, appendix B); null where their peak is not
    /// known, and for low-rank updates, whose backward pass takes fewer.
    /// </summary>
    public double? Mfu { get; init; }

    /// <summary>Where this rank's time went.</summary>
    public required StepTimes Times { get; init; }

    /// <summary>Bytes of tensors on the CPU; 0 when they are not counted.</summary>
    public long Memory { get; init; }
}

/// <summary>Seconds of a step on one rank. Communication is a part of forward, backward and optimizer.</summary>
public sealed record StepTimes(
    double Data, double Forward, double Backward, double Optimizer, double Checkpoint, double Communication)
{
    public double Total => Data + Forward + Backward + Optimizer + Checkpoint;
}
