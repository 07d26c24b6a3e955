namespace Mesh.Stores.Curation;

/// <summary>How far a job is; those from <see cref="Completed"/> on have ended.</summary>
public enum CurationState
{
    Looking,
    Choosing,
    Making,
    Writing,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>A curation as it is written down.</summary>
public sealed record CurationJob
{
    /// <summary>Rises with every job.</summary>
    public required long Sequence { get; init; }

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>YAML.</summary>
    public required string Recipe { get; init; }

    public required CurationState State { get; init; }

    public required int Sources { get; init; }

    public required int Looked { get; init; }

    public required int Made { get; init; }

    public required int Samples { get; init; }

    public string? Error { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Ended { get; init; }
}

/// <summary>A film of a job.</summary>
/// <param name="Number">From 0, in the order of the dataset.</param>
/// <param name="Path">As it was given.</param>
/// <param name="Hash">Of its content, once it was looked at.</param>
public sealed record CurationSource(int Number, string Path, string? Hash);
