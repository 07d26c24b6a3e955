using System.Globalization;
using Mesh.Training.Launch;
using Mesh.Training.Publishing;

namespace Mesh.Cli.Train;

/// <summary>Makes models of checkpoints while a run goes on, and says on stderr what became of them.</summary>
internal sealed class RankedPublishing
{
    private readonly Candidates _candidates;
    private readonly ServingFolder _layout;
    private readonly PublishPolicy _policy;
    private string? _served;

    /// <param name="request">The run; says how often.</param>
    /// <param name="model">The complete model.</param>
    /// <param name="heldOut">Dataset for the gate.</param>
    /// <exception cref="InvalidDataException">No complete model.</exception>
    /// <exception cref="UsageException">No held-out samples.</exception>
    public RankedPublishing(RunRequest request, string model, string? heldOut)
    {
        _layout = new ServingFolder(model);
        var samples = Candidates.HeldOut(request.ReadRecipe(), heldOut)
            ?? throw new UsageException($"The recipe {request.Recipe} needs a dataset for the gate (--held-out DIR).");
        _candidates = new Candidates(request, _layout, samples, new PublishGate());
        _policy = new PublishPolicy(request.PublishEvery!.Value, PublishAsync);
    }

    /// <summary>A checkpoint is complete.</summary>
    public void Saved(int step) => _policy.Saved(step);

    /// <summary>Ends when nothing is under way.</summary>
    public Task CompleteAsync() => _policy.CompleteAsync();

    private async Task PublishAsync(int step)
    {
        try
        {
            var candidate = await _candidates.MakeAsync(step, _served);
            if (candidate.Refusal is null)
                _served = _layout.WeightsOf(candidate.Folder);
            Console.Error.WriteLine(Line(candidate));
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            Console.Error.WriteLine($"mesh: the checkpoint of step {step} could not be published: {error.Message}");
        }
    }

    private static string Line(Candidate candidate) => candidate.Refusal is { } why
        ? $"mesh: the checkpoint of step {candidate.Step} was refused: {why}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"mesh: published step {candidate.Step} as {candidate.Folder}: held-out loss {candidate.Loss:0.0000}, "
            + $"before {candidate.ServedLoss:0.0000}");
}
