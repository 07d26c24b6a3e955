using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Edits;

/// <summary>How edits get from the job store to the bus; section "Mesh:Dispatch".</summary>
public sealed record DispatchOptions
{
    public const string Section = "Mesh:Dispatch";

    /// <summary>
    /// Edits on the bus at once, of all tenants. Few enough for fair share to decide what runs next, enough to keep
    /// every worker busy: a few times the number of workers.
    /// </summary>
    public int MaxRunning { get; init; } = 64;

    /// <summary>How often to look for edits that other gateways accepted, and for room that they noticed.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// An edit that has been on the bus for so long without an end is put there again. Should the first slip be alive
    /// after all, the second finds its work done.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>A tenant's part of the workers.</summary>
public delegate DispatchShare TenantShare(string tenant);
