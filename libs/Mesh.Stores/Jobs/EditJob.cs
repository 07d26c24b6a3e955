namespace Mesh.Stores.Jobs;

/// <summary>An edit as the job store knows it.</summary>
public sealed record EditJob
{
    public required Guid Id { get; init; }

    public required string Tenant { get; init; }

    public string? IdempotencyKey { get; init; }

    public required EditJobPriority Priority { get; init; }

    public required EditJobState State { get; init; }

    /// <summary>What was asked, JSON.</summary>
    public required string Options { get; init; }

    /// <summary>The trace it belongs to, as W3C traceparent.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Size of what was uploaded.</summary>
    public required long SourceBytes { get; init; }

    public required EditProgress Progress { get; init; }

    /// <summary>Set when it has failed.</summary>
    public EditError? Error { get; init; }

    /// <summary>Set when it has succeeded.</summary>
    public EditOutput? Output { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When a worker first took it.</summary>
    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>When it was handed to the bus.</summary>
    public DateTimeOffset? Dispatched { get; init; }

    public bool HasEnded => State >= EditJobState.Succeeded;
}
