using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;

namespace Mesh.Stores.Retention;

/// <summary>
/// Deletes what nobody needs: expired edits, artifacts of edits that came to nothing, artifacts without an edit. One
/// collector at a time works, whoever else tries; one that dies in between leaves the rest to the next.
/// </summary>
public sealed class ArtifactCollector(
    IEditJobStore jobs, IArtifactStore artifacts, ILeaseStore leases, RetentionOptions options)
{
    private const string LeaseName = "artifact-collector";
    private const int Batch = 200;

    private static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeaseAge = TimeSpan.FromHours(1);

    /// <summary>Collects once.</summary>
    /// <param name="owner">Who does it.</param>
    /// <param name="orphans">Whether to walk over every artifact for those without an edit.</param>
    /// <param name="cancellation">Stops it between two edits.</param>
    /// <returns>What went, or null when another is collecting.</returns>
    public async Task<Collected?> CollectAsync(
        string owner, bool orphans, CancellationToken cancellation = default)
    {
        await using var lease = await leases.TryAcquireAsync(LeaseName, owner, LeaseDuration, cancellation);
        if (lease is null)
        {
            return null;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        var expired = await EachAsync(
            token => jobs.ExpiredAsync(options.Edits, Batch, token), jobs.ForgetAsync, either.Token);
        var unfinished = await EachAsync(
            token => jobs.UncollectedAsync(options.Unfinished, Batch, token), jobs.MarkCollectedAsync, either.Token);
        var orphaned = orphans ? await OrphansAsync(either.Token) : 0;
        var leftovers = orphans ? await artifacts.SweepAsync(options.Orphans, either.Token) : 0;
        await leases.SweepAsync(LeaseAge, either.Token);
        return new Collected(expired, unfinished, orphaned, leftovers);
    }

    // Artifacts first: while the edit is known, the next collector will try again.
    private async Task<int> EachAsync(
        Func<CancellationToken, Task<IReadOnlyList<Guid>>> next,
        Func<Guid, CancellationToken, Task> settle,
        CancellationToken cancellation)
    {
        var count = 0;
        for (var edits = await next(cancellation); edits.Count > 0; edits = await next(cancellation))
        {
            foreach (var edit in edits)
            {
                await artifacts.DeleteAsync(EditFolder.Of(edit), cancellation);
                await settle(edit, cancellation);
                count++;
            }
        }

        return count;
    }

    private async Task<int> OrphansAsync(CancellationToken cancellation)
    {
        var written = new Dictionary<Guid, DateTimeOffset>();
        await foreach (var artifact in artifacts.ListAsync(EditFolder.Root, cancellation))
        {
            if (EditFolder.Owner(artifact.Key) is { } edit)
            {
                var last = written.GetValueOrDefault(edit);
                written[edit] = last > artifact.Modified ? last : artifact.Modified;
            }
        }

        var count = 0;
        foreach (var (edit, _) in written.Where(folder => folder.Value <= DateTimeOffset.UtcNow - options.Orphans))
        {
            // A worker that noticed late may have written after the artifacts of its edit went.
            if (await jobs.GetAsync(edit, cancellation)
                is null or { State: EditJobState.Failed or EditJobState.Cancelled })
            {
                await artifacts.DeleteAsync(EditFolder.Of(edit), cancellation);
                count++;
            }
        }

        return count;
    }
}
