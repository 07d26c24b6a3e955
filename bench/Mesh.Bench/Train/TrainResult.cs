namespace Mesh.Bench.Train;

/// <summary>What a number of ranks needs.</summary>
internal sealed record TrainResult
{
    /// <summary>Median of the steps without their saves.</summary>
    public required double StepSeconds { get; init; }

    public required double TokensPerSecond { get; init; }

    /// <summary>Share of a step that rank 0 waited for others.</summary>
    public required double CommunicationShare { get; init; }

    /// <summary>Time that training waited for one save, as a share of a step.</summary>
    public required double StallShare { get; init; }

    /// <summary>Bytes of shards, gradients and moments on a rank.</summary>
    public required long KeptBytes { get; init; }

    public required long Values { get; init; }

    public required CheckpointSpeed Checkpoints { get; init; }
}

/// <summary>Best of some rounds in turn.</summary>
/// <param name="Bytes">Of one checkpoint, and of the file that is copied.</param>
/// <param name="Save">Seconds until a checkpoint is stored by all ranks, with its checksums.</param>
/// <param name="Load">Seconds until all ranks have checked and read it.</param>
/// <param name="Copy">Seconds of a plain copy of one file, to the disk.</param>
internal sealed record CheckpointSpeed(long Bytes, double Save, double Load, double Copy);
