using Google.Rpc;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Trainer.V1;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;
using RequestException = Mesh.ServiceDefaults.Errors.RequestException;

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
            var layout = new ServingFolder(BaseModel);
            var chosen = step ?? await NewestAsync(request);
            var heldOut = Candidates.HeldOut(request.ReadRecipe(), options.HeldOut)
                ?? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:HeldOut is not set.");
            using var samples = heldOut as IDisposable;
            var candidates = new Candidates(request, layout, heldOut, new PublishGate(options.GateTolerance));
            var candidate = await candidates.MakeAsync(
                chosen, _published.Count == 0 ? null : layout.WeightsOf(_published[^1].Folder));
            if (candidate.Refusal is null)
            {
                _published.Add((candidate.Version, candidate.Folder));
                await bus.Publish(Announcement(model, candidate), cancellation);
            }
            return Told(candidate);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Withdraws the newest publication, so that the weights before it are served.</summary>
    /// <returns>The version before it; empty for the weights that the mesh is configured with.</returns>
    /// <exception cref="RequestException">There is none.</exception>
    public async Task<Publication> RollbackAsync(string model, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_published.Count == 0)
                throw new RequestException(Code.FailedPrecondition, "Nothing was published that could be taken back.");
            var (version, folder) = _published[^1];
            _published.RemoveAt(_published.Count - 1);
            await bus.Publish(
                new CheckpointWithdrawn
                {
                    Model = model,
                    Version = version,
                    Location = folder,
                    Reason = "It was rolled back.",
                },
                cancellation);
            return new Publication { Published = true, Version = _published.LastOrDefault().Version ?? "" };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Weights are not served: later ones are compared with those before them.</summary>
    /// <returns>Whether they were published here.</returns>
    public async Task<bool> WithdrawnAsync(string version, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return _published.RemoveAll(published => published.Version == version) > 0;
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

    private string BaseModel => options.BaseModel
        ?? throw new RequestException(Code.FailedPrecondition, "Mesh:Trainer:BaseModel is not set.");

    private static async Task<int> NewestAsync(RunRequest request)
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

    private static CheckpointPublished Announcement(string model, Candidate candidate) => new()
    {
        Model = model,
        Version = candidate.Version,
        Location = Path.GetFullPath(candidate.Folder),
        Trial = true,
    };
}
