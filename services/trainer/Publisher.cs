using Google.Rpc;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Trainer.V1;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Checkpoints;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;
using Checkpoint = Mesh.Stores.Checkpoints.Checkpoint;
using RequestException = Mesh.ServiceDefaults.Errors.RequestException;

namespace Mesh.Trainer;

/// <summary>
/// Turns checkpoints into weights that the mesh serves, past the gate. What is served is known from the checkpoint
/// store, where stages note what they refuse; only of weights on trial nothing is there yet.
/// </summary>
/// <param name="options">Base model, held-out samples, tolerance.</param>
/// <param name="mesh">Names the model of whoever names none.</param>
/// <param name="checkpoints">Which weights were published.</param>
/// <param name="bus">Tells the stages.</param>
public sealed class Publisher(TrainerOptions options, MeshOptions mesh, ICheckpointStore checkpoints, IBus bus)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, Checkpoint> _onTrial = [];  // the newest of each model

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Scores a checkpoint, and has it served when it passes.</summary>
    /// <param name="request">The run.</param>
    /// <param name="model">Name of the served model; empty for the default.</param>
    /// <param name="step">Which checkpoint; null for the newest.</param>
    /// <param name="cancellation">Ends the wait for another publication.</param>
    /// <exception cref="RequestException">No base model, no checkpoint, or no held-out samples.</exception>
    public async Task<Publication> PublishAsync(
        RunRequest request, string model, int? step, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var layout = Layout();
            var chosen = step ?? await NewestStepAsync(request);
            var heldOut = Candidates.HeldOut(request.ReadRecipe(), options.HeldOut)
                ?? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:HeldOut is not set.");
            using var samples = heldOut as IDisposable;
            var name = NameOf(model);
            var served = await NewestAsync(name, cancellation);
            var candidates = new Candidates(request, layout, heldOut, new PublishGate(options.GateTolerance));
            var candidate = await candidates.MakeAsync(chosen, WeightsOf(served));
            if (candidate.Refusal is null)
            {
                var checkpoint = new Checkpoint(name, candidate.Version, Path.GetFullPath(candidate.Folder));
                await bus.Publish(Announcement(checkpoint), cancellation);
                _onTrial[name] = checkpoint;
            }
            return Told(candidate);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Withdraws the newest publication, so that the weights before it are served.</summary>
    /// <param name="model">Name of the served model; empty for the default.</param>
    /// <param name="cancellation">Ends the wait for another publication.</param>
    /// <returns>The version before it; empty for the weights that the mesh is configured with.</returns>
    /// <exception cref="RequestException">There is none.</exception>
    public async Task<Publication> RollbackAsync(string model, CancellationToken cancellation)
    {
        const string Reason = "It was rolled back.";
        await _turn.WaitAsync(cancellation);
        try
        {
            var name = NameOf(model);
            var newest = await NewestAsync(name, cancellation) ?? throw new RequestException(
                Code.FailedPrecondition, $"Nothing was published for the model {name} that could be taken back.");
            await checkpoints.WithdrawAsync(newest, Reason, cancellation);
            await bus.Publish(
                new CheckpointWithdrawn
                {
                    Model = newest.Model,
                    Version = newest.Version,
                    Location = newest.Location,
                    Reason = Reason,
                },
                cancellation);
            var before = await NewestAsync(name, cancellation);
            return new Publication { Published = true, Version = before?.Version ?? "" };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Publishes checkpoints beside training, as the run asks for; null when it does not.</summary>
    internal PublishPolicy? Policy(RunRequest request, string model, RunNews news) =>
        request.PublishEvery is { } every ? new(every, step => BesideAsync(request, model, step, news)) : null;

    // Training goes on, whatever becomes of it.
    private async Task BesideAsync(RunRequest request, string model, int step, RunNews news)
    {
        try
        {
            news.Add(await PublishAsync(request, model, step, CancellationToken.None));
        }
        catch (Exception error) when (error is RequestException or IOException or InvalidDataException)
        {
            news.Note($"The checkpoint of step {step} could not be published: {error.Message}");
        }
    }

    private string NameOf(string model) => model.Length > 0 ? model : mesh.Models.Default;

    private ServingFolder Layout()
    {
        var folder = options.BaseModel
            ?? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:BaseModel is not set.");
        try
        {
            return new ServingFolder(folder);
        }
        catch (InvalidDataException error)
        {
            throw new RequestException(Code.FailedPrecondition, $"Mesh:Trainer:BaseModel: {error.Message}");
        }
    }

    // What is served, or will be if its trial ends well.
    private async Task<Checkpoint?> NewestAsync(string model, CancellationToken cancellation) =>
        _onTrial.TryGetValue(model, out var trial)
        && !await checkpoints.IsDecidedAsync(model, trial.Version, cancellation)
            ? trial
            : await checkpoints.CurrentAsync(model, cancellation);

    // Weights that others published elsewhere cannot be scored here; the complete model stands for them.
    private static string? WeightsOf(Checkpoint? served) => Directory.Exists(served?.Location)
        ? new ServingFolder(served.Location).BaseWeights
        : null;

    private static async Task<int> NewestStepAsync(RunRequest request)
    {
        return await request.CheckpointStepsAsync() is [.., var newest]
            ? newest
            : throw new RequestException(Code.NotFound, "The run has no checkpoint yet.");
    }

    private static Publication Told(Candidate candidate) => new()
    {
        Published = candidate.Refusal is null,
        Version = candidate.Version,
        Loss = candidate.Loss,
        ServedLoss = candidate.ServedLoss,
        Reason = candidate.Refusal ?? "",
        Step = candidate.Step,
    };

    private static CheckpointPublished Announcement(Checkpoint checkpoint) => new()
    {
        Model = checkpoint.Model,
        Version = checkpoint.Version,
        Location = checkpoint.Location,
        Trial = true,
    };
}
