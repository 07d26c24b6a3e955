using Google.Rpc;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Trainer.V1;
using Mesh.Stores.Artifacts;
using Mesh.Training.Checkpoints;
using Mesh.Training.Data;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;
using Mesh.Training.Recipes;
using RequestException = Mesh.ServiceDefaults.Errors.RequestException;
using static TorchSharp.torch;

namespace Mesh.Trainer;

/// <summary>Turns checkpoints into weights that the mesh serves, past the gate.</summary>
/// <param name="options">Base model, held-out samples, tolerance.</param>
/// <param name="bus">Tells the stages.</param>
public sealed class Publisher(TrainerOptions options, IBus bus) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<(string Version, string Folder)> _published = [];

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Scores a checkpoint, and has it served when it passes.</summary>
    /// <param name="request">The run.</param>
    /// <param name="model">Name of the served model.</param>
    /// <param name="step">Which checkpoint; null for the newest.</param>
    /// <param name="cancellation">Ends the wait for another publication.</param>
    /// <exception cref="RequestException">No base model, no checkpoint, or no held-out samples.</exception>
    public async Task<Publication> PublishAsync(
        RunRequest request, string model, int? step, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var layout = new ServingFolder(options.BaseModel
                ?? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:BaseModel is not set."));
            var store = new DirectoryArtifactStore(request.Checkpoints);
            var steps = await new CheckpointFolder(store).StepsAsync();
            var chosen = step ?? (steps.Count == 0 ? 0 : steps[^1]);
            if (chosen == 0)
                throw new RequestException(Code.NotFound, "The run has no checkpoint yet.");

            // A folder of its own each time: what is served is never written over.
            var published = Directory.CreateDirectory(Path.Combine(request.Folder, "published"));
            var number = published.GetDirectories().Length + 1;
            var version = $"{Path.GetFileName(request.Folder)}-{chosen}-{number}";
            var folder = Path.Combine(published.FullName, $"{number:000}-step-{chosen}");
            await layout.WriteAsync(store, chosen, folder, ScalarType.Float32);
            var served = _published.Count == 0 ? layout.BaseWeights : layout.WeightsOf(_published[^1].Folder);
            var result = Score(request, layout.WeightsOf(folder), served);
            result.Version = version;
            if (result.Published)
                await AnnounceAsync(model, version, folder, cancellation);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has the weights served that were published before the newest.</summary>
    /// <exception cref="RequestException">There are none.</exception>
    public async Task<Publication> RollbackAsync(string model, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_published.Count == 0)
                throw new RequestException(Code.FailedPrecondition, "Nothing was published that could be taken back.");
            _published.RemoveAt(_published.Count - 1);
            var (version, folder) = _published.Count > 0 ? _published[^1] : ("base", options.BaseModel!);
            await bus.Publish(Message(model, version, folder), cancellation);
            return new Publication { Published = true, Version = version };
        }
        finally
        {
            _turn.Release();
        }
    }

    private Publication Score(RunRequest request, string candidate, string served)
    {
        var recipe = request.ReadRecipe();
        var heldOut = new HeldOutLoss(recipe, Samples(recipe));
        var (loss, servedLoss) = (heldOut.Of(candidate), heldOut.Of(served));
        var reason = new PublishGate(options.GateTolerance).Judge(loss, servedLoss);
        return new Publication
        {
            Published = reason is null,
            Loss = loss,
            ServedLoss = servedLoss,
            Reason = reason ?? "",
        };
    }

    private ISampleSource Samples(TrainingRecipe recipe)
    {
        if (options.HeldOut is { } folder)
            return new ShardedSamples(folder);
        return recipe.NeedsData
            ? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:HeldOut is not set.")
            : new SmokeSamples(recipe, count: 16, first: 1_000_000);
    }

    private async Task AnnounceAsync(string model, string version, string folder, CancellationToken cancellation)
    {
        _published.Add((version, folder));
        await bus.Publish(Message(model, version, folder), cancellation);
    }

    private static CheckpointPublished Message(string model, string version, string folder) =>
        new() { Model = model, Version = version, Location = Path.GetFullPath(folder) };
}
