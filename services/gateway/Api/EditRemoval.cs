using Mesh.Gateway.Edits;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>Ends edits that nobody wants any more.</summary>
public sealed class EditRemoval(
    EditLookup lookup, EditEndings endings, IEditJobStore jobs, IArtifactStore artifacts)
{
    /// <summary>Cancels an edit, unless it has ended.</summary>
    /// <returns>The edit as it is then.</returns>
    /// <exception cref="ServiceDefaults.Errors.RequestException">There is no such edit.</exception>
    public async Task<EditJob> CancelAsync(Caller caller, string id, CancellationToken stopped)
    {
        var job = await lookup.GetAsync(caller, id, stopped);
        await endings.CancelAsync(job.Id, stopped);
        return await lookup.GetAsync(caller, id, stopped);
    }

    /// <summary>Deletes an edit: cancels one that runs, forgets one that has ended together with its film.</summary>
    /// <returns>The edit as it was then: cancelled, or as it had ended.</returns>
    /// <exception cref="ServiceDefaults.Errors.RequestException">There is no such edit.</exception>
    public async Task<EditJob> RemoveAsync(Caller caller, string id, CancellationToken stopped)
    {
        var job = await lookup.GetAsync(caller, id, stopped);
        if (!job.HasEnded)
        {
            // Its row stays: it is what tells the workers to stop.
            job = await CancelAsync(caller, id, stopped);
            if (job.State == EditJobState.Cancelled)
                return job;
        }
        await artifacts.DeleteAsync(EditArtifacts.Folder(job.Id), stopped);
        await jobs.ForgetAsync(job.Id, stopped);
        return job;
    }
}
