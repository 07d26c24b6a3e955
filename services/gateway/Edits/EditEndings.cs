using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Edits;

/// <summary>
/// Ends edits. Whatever tells of an end may come twice or contradict what came before: the job store lets the first
/// through, and only that one has consequences.
/// </summary>
public sealed class EditEndings(
    IEditJobStore jobs,
    IArtifactStore artifacts,
    IBus bus,
    EditDispatcher dispatcher,
    EditWatchers watchers,
    MeshInstruments instruments,
    MeshOptions mesh,
    ILogger<EditEndings> logger)
{
    /// <summary>The edit has its result.</summary>
    /// <returns>Whether this call ended it.</returns>
    public async Task<bool> FinishAsync(Guid edit, EditOutput output, CancellationToken cancellation)
    {
        if (!await jobs.TryFinishAsync(edit, output, cancellation))
            return false;
        await EndedAsync(edit);
        // What the film was made from; slips that come later see that the edit has ended.
        var made = await artifacts.ListAsync(EditArtifacts.Folder(edit), cancellation).ToListAsync(cancellation);
        foreach (var artifact in made.Where(artifact => EditArtifacts.IsWork(artifact.Key)))
            await artifacts.DeleteAsync(artifact.Key, cancellation);
        return true;
    }

    /// <summary>The weights of the edit have changed on its way: it begins anew.</summary>
    /// <returns>Whether it does; false when it has ended.</returns>
    public async Task<bool> RestartAsync(Guid edit, CancellationToken cancellation)
    {
        if (!await jobs.RestartAsync(edit, cancellation))
            return false;
        logger.LogInformation("Edit {EditId} begins anew, its weights have changed", edit);
        watchers.Tell(edit, new());
        dispatcher.Wake();
        return true;
    }

    /// <summary>The edit cannot be done. Stops what a worker may still do for it.</summary>
    /// <returns>Whether this call ended it.</returns>
    public async Task<bool> FailAsync(Guid edit, EditError error, CancellationToken cancellation)
    {
        if (!await jobs.TryFailAsync(edit, error, cancellation))
            return false;
        logger.LogWarning("Edit {EditId} failed: {Reason}", edit, error.Message);
        await TellAsync(new CancelEdit(edit));
        await EndedAsync(edit);
        await artifacts.DeleteAsync(EditArtifacts.Folder(edit), cancellation);
        return true;
    }

    /// <summary>Nobody wants the edit any more: stops the work within a step and deletes what it made.</summary>
    /// <returns>Whether this call ended it; false when it had ended.</returns>
    public async Task<bool> CancelAsync(Guid edit, CancellationToken cancellation)
    {
        if (!await jobs.TryCancelAsync(edit, cancellation))
            return false;
        instruments.CancellationRequested();
        await TellAsync(new CancelEdit(edit));
        await EndedAsync(edit);
        await artifacts.DeleteAsync(EditArtifacts.Folder(edit), cancellation);
        return true;
    }

    private async Task EndedAsync(Guid edit)
    {
        watchers.Tell(edit, new());  // of the others, gateways hear by the bus
        if (await jobs.GetAsync(edit) is { } job)
        {
            instruments.EditEnded(
                job.State.ToString().ToLowerInvariant(),
                (EditPriority)job.Priority,
                EditPlan.Parse(job.Options).Model,
                (job.Ended ?? DateTimeOffset.UtcNow) - job.Created);
        }
        dispatcher.Wake();
        await TellAsync(new EditEnded(edit));
    }

    // The job store is what counts; who is not told looks there.
    private async Task TellAsync<TMessage>(TMessage message)
        where TMessage : class
    {
        using var limit = new CancellationTokenSource(mesh.Bus.PublishTimeout);
        try
        {
            await bus.Publish(message, sending => sending.Durable = false, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogWarning("{Message} was not published: {Reason}", message, error.Message);
        }
    }
}
