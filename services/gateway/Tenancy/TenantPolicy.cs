using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Tenancy;

/// <summary>What a tenant may do; null is no limit.</summary>
public sealed record TenantPolicy
{
    /// <summary>Its part of the workers while others wait too: weight 2 gets twice as much as 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Edits that are worked on at once; others wait.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>Edits that wait; another is refused.</summary>
    public int? MaxQueued { get; init; }

    /// <summary>Bytes of uploads and results that are kept; another upload is refused.</summary>
    public long? MaxStoredBytes { get; init; }

    /// <summary>Bytes of one uploaded file.</summary>
    public long? MaxUploadBytes { get; init; }

    /// <summary>Calls in a minute, over each gateway; bursts may use them up at once.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Priority classes it may ask for; null for all.</summary>
    public IReadOnlyList<EditJobPriority>? Priorities { get; init; }

    /// <summary>What the store holds it to.</summary>
    public EditQuota Quota => new() { Queued = MaxQueued, StoredBytes = MaxStoredBytes };

    /// <summary>What the dispatcher gives it.</summary>
    public DispatchShare Share => new(Weight, MaxRunning);

    public bool Allows(EditJobPriority priority) => Priorities?.Contains(priority) ?? true;
}
