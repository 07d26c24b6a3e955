namespace Mesh.Contracts.Bus;

/// <summary>Make a dataset; sent by any AMQP client as raw JSON to the exchange "mesh.curation.submit".</summary>
public sealed record SubmitCurationJob
{
    /// <summary>Chosen by the sender; the same id again is the same job.</summary>
    public Guid JobId { get; init; }

    /// <summary>Name of a shipped recipe, or the YAML of one.</summary>
    public string? Recipe { get; init; }

    /// <summary>Films below the folders that the workers are configured to read, in the order of the dataset.</summary>
    public IReadOnlyList<string>? Sources { get; init; }
}

/// <summary>A job has got this far; may come twice or late.</summary>
public sealed record CurationProgressed
{
    public required Guid JobId { get; init; }

    /// <summary>"looking", "choosing", "making" or "writing".</summary>
    public required string State { get; init; }

    /// <summary>Films that are through this step.</summary>
    public required int Done { get; init; }

    public required int Sources { get; init; }

    /// <summary>Samples so far.</summary>
    public required int Samples { get; init; }
}

/// <summary>A sample was made; comes again when its worker died before it could say that it was done.</summary>
public sealed record ClipCurated
{
    public required Guid JobId { get; init; }

    public required string SampleId { get; init; }

    /// <summary>Film as it was named in the job.</summary>
    public required string Source { get; init; }

    /// <summary>Height x width x frames.</summary>
    public required string Bucket { get; init; }

    public string? Instruction { get; init; }

    /// <summary>Why it is not in the dataset; null when it is.</summary>
    public string? Dropped { get; init; }
}

/// <summary>A job has ended; at least once for every job.</summary>
public sealed record CurationCompleted
{
    public required Guid JobId { get; init; }

    /// <summary>"completed", "failed" or "cancelled".</summary>
    public required string State { get; init; }

    public int Samples { get; init; }

    /// <summary>Prefix of the artifacts of the dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }
}

/// <summary>Stop working on a job; heard by every worker.</summary>
public sealed record CancelCuration(Guid JobId);

/// <summary>Look at one film of a job; one worker takes it.</summary>
public sealed record LookAtSource(Guid JobId, int Number);

/// <summary>Find the duplicates of a job whose films have been looked at.</summary>
public sealed record ChooseShots(Guid JobId);

/// <summary>Make the samples of one film of a job.</summary>
public sealed record MakeSamples(Guid JobId, int Number);

/// <summary>Write the dataset of a job whose samples are made.</summary>
public sealed record WriteDataset(Guid JobId);
