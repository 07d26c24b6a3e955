namespace Mesh.Bench.Train;

/// <summary>What a number of ranks needs.</summary>
internal sealed record TrainResult
{
    public required double StepSeconds { get; init; }

    public required double TokensPerSecond { get; init; }

    public required double FlopsPerSecond { get; init; }

    public required double CommunicationShare { get; init; }

    /// <summary>Time that training waited for saves, as a share of all, with a save every eight steps.</summary>
    public required double StallShare { get; init; }

    /// <summary>Bytes of shards, gradients and moments on a rank.</summary>
    public required long KeptBytes { get; init; }

    public required long Values { get; init; }

    public required double SaveSeconds { get; init; }

    public required double LoadSeconds { get; init; }

    /// <summary>The part of a save that training waits for.</summary>
    public required double CopySeconds { get; init; }

    public required long CheckpointBytes { get; init; }
}
