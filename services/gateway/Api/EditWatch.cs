using System.Runtime.CompilerServices;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Edits;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>
/// Follows an edit to its end. What is shown is always the newest state, read when the client is ready for it: a slow
/// client misses states in between and holds no memory. Works on any gateway, since the state is the job store's.
/// </summary>
public sealed class EditWatch(EditLookup lookup, EditView view, EditWatchers watchers)
{
    // For changes that came through another gateway, and for places in the queue.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>The edit as it is, then every change, the last one its end.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">As the caller wrote it.</param>
    /// <param name="cancellation">Ends the watching, not the edit.</param>
    /// <exception cref="ServiceDefaults.Errors.RequestException">There is none, or it was deleted.</exception>
    public async IAsyncEnumerable<(EditJob Job, Edit Edit)> FollowAsync(
        Caller caller, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var job = await lookup.GetAsync(caller, id, cancellation);
        await using var news = new EditNews(watchers, job.Id, cancellation);
        Edit? shown = null;
        while (true)
        {
            job = await lookup.GetAsync(caller, id, cancellation);
            var edit = await view.OfAsync(job, cancellation);
            if (shown is null || !IsSame(shown, edit))
            {
                shown = edit;
                yield return (job, edit);
            }
            if (job.HasEnded)
                yield break;
            await news.WaitAsync(Look);
        }
    }

    // The time left changes by itself; that alone is no news.
    private static bool IsSame(Edit shown, Edit edit)
    {
        var like = edit.Clone();
        like.Progress.Eta = shown.Progress.Eta;
        return shown.Equals(like);
    }
}
