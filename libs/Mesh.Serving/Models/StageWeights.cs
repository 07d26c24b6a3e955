using Mesh.Editing;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Checkpoints;
using Microsoft.Extensions.Logging;

namespace Mesh.Serving.Models;

/// <summary>
/// The models of a stage in the weights that an edit is to be made with. What counts is the checkpoint store: a stage
/// that was not there when weights were published, or did not hear that another stage refused them, finds out here.
/// </summary>
/// <param name="models">The models of the stage.</param>
/// <param name="checkpoints">Says which weights are current.</param>
/// <param name="folders">Brings weights here.</param>
/// <param name="defaultModel">Name of the model of whoever names none.</param>
/// <param name="logger">Told which version is served.</param>
public sealed class StageWeights(
    ModelHost models, ICheckpointStore checkpoints, CheckpointFolders folders, string defaultModel, ILogger logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Folder that the default model is configured with.</summary>
    public string DefaultFolder => models.FolderOf(name: null);

    /// <summary>Notes which folders are configured, and serves what was published over them while this was not there.
    /// </summary>
    /// <exception cref="IOException">Weights could not be fetched.</exception>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        foreach (var model in models.Names)
        {
            await checkpoints.ConfigureAsync(model, models.FolderOf(model), cancellation);
            await FollowAsync(model, cancellation);
        }
    }

    /// <summary>A model to work with.</summary>
    /// <param name="model">Its name; null or empty for the default.</param>
    /// <param name="version">The weights an edit was started with; null for whatever is current.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StaleWeightsException">
    /// The edit was started with weights that are not served here any more, or that were refused.
    /// </exception>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    public async Task<ModelHandle> AcquireAsync(string? model, string? version, CancellationToken cancellation)
    {
        if (!IsServed(model, version))
            await FollowAsync(model, cancellation);
        var handle = await models.AcquireAsync(model, cancellation);
        if (version is null || handle.Version == version)
            return handle;
        if (handle.Is(version) && !await checkpoints.IsRefusedAsync(NameOf(model), version, cancellation))
            return handle;
        handle.Dispose();
        throw new StaleWeightsException(NameOf(model), version, handle.Version);
    }

    /// <summary>Serves the current weights, whichever these are; those that cannot be served are refused for all.
    /// </summary>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="IOException">The weights could not be fetched; the next call tries again.</exception>
    public async Task FollowAsync(string? model, CancellationToken cancellation)
    {
        var name = NameOf(model);
        await _turn.WaitAsync(cancellation);
        try
        {
            while (!await TryFollowAsync(name, cancellation))
            {
                // What was current has been refused; what is now?
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a model of this name is served here.</summary>
    public bool Serves(string model) => models.Names.Contains(NameOf(model));

    /// <summary>Works with weights that are not served, beside those that are, and frees them.</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="work">What is done once they have passed their self-check.</param>
    /// <param name="cancellation">Ends the fetching.</param>
    /// <exception cref="ModelException">They cannot be loaded, do not fit, or fail their self-check.</exception>
    /// <exception cref="IOException">They could not be fetched.</exception>
    public async Task TryAsync(Checkpoint checkpoint, Action<EditModel> work, CancellationToken cancellation)
    {
        var folder = await folders.FetchAsync(checkpoint.Location, cancellation);
        try
        {
            await models.TryAsync(checkpoint.Model, folder, checkpoint.Version, work);
        }
        finally
        {
            CheckpointFolders.Release(checkpoint.Location, folder);
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsServed(string? model, string? version) =>
        models.VersionOf(model) is { } served && (version is null || served == version);

    private async Task<bool> TryFollowAsync(string model, CancellationToken cancellation)
    {
        var current = await checkpoints.CurrentAsync(model, cancellation);
        var served = models.VersionOf(model);
        if (current is null)
        {
            if (served is { Length: > 0 })
                await models.RestoreAsync(model, cancellation);
            return true;
        }
        if (served == current.Version)
            return true;
        try
        {
            await SwitchAsync(current, cancellation);
            logger.LogInformation("Model {Model} is served in version {Version}", model, current.Version);
            return true;
        }
        catch (Exception error) when (error is ModelException or DirectoryNotFoundException)
        {
            logger.LogError(
                "Version {Version} of model {Model} is not served: {Reason}", current.Version, model, error.Message);
            await checkpoints.RefuseAsync(model, current.Version, error.Message, cancellation);
            return false;
        }
    }

    private async Task SwitchAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        var folder = await folders.FetchAsync(checkpoint.Location, cancellation);
        try
        {
            await models.SwitchAsync(checkpoint.Model, folder, checkpoint.Version, cancellation);
        }
        finally
        {
            CheckpointFolders.Release(checkpoint.Location, folder);  // weights are copied when they are loaded
        }
    }

    private string NameOf(string? model) => string.IsNullOrEmpty(model) ? defaultModel : model;
}
