using System.Collections.Concurrent;

namespace Mesh.Curator.Jobs;

/// <summary>What this process does for which job, so that a cancellation reaches it.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _cancelled = new();

    /// <summary>Fires when the job is cancelled, or with <paramref name="other"/>.</summary>
    public CancellationTokenSource Enter(Guid job, CancellationToken other) =>
        CancellationTokenSource.CreateLinkedTokenSource(other, Of(job).Token);

    /// <summary>Stops everything that is being done for a job.</summary>
    public void Cancel(Guid job) => Of(job).Cancel();

    private CancellationTokenSource Of(Guid job) => _cancelled.GetOrAdd(job, _ => new());
}
