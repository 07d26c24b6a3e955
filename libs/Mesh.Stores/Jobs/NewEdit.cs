namespace Mesh.Stores.Jobs;

/// <summary>An edit that is asked for.</summary>
public sealed record NewEdit
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public required string Tenant { get; init; }

    /// <summary>Two edits of a tenant with the same key are one.</summary>
    public string? IdempotencyKey { get; init; }

    public EditJobPriority Priority { get; init; } = EditJobPriority.Standard;

    /// <summary>What is asked, JSON; the store does not read it.</summary>
    public required string Options { get; init; }

    /// <summary>The trace it belongs to, as W3C traceparent.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Size of what was uploaded for it.</summary>
    public long SourceBytes { get; init; }
}
