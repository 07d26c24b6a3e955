using System.Text.Json;
using Mesh.Editing;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using Mesh.Training.Launch;
using Mesh.Training.Recipes;
using Mesh.Training.Reports;
using static TorchSharp.torch;

namespace Mesh.Training.Publishing;

/// <summary>Makes models of the checkpoints of a run, and judges them against the weights that are served.</summary>
/// <param name="request">The run; models go to "published" in its folder.</param>
/// <param name="layout">The complete model that all but the transformer comes from.</param>
/// <param name="heldOut">Samples that the run does not learn from.</param>
/// <param name="gate">The rule.</param>
public sealed class Candidates(RunRequest request, ServingFolder layout, ISampleSource heldOut, PublishGate gate)
{
    /// <summary>In the folder of the run: a line of JSON for each <see cref="Candidate"/>.</summary>
    public const string FileName = "candidates.jsonl";

    private const string Folder = "published";
    private const int MadeUp = 16;
    private const int FirstMadeUp = 1_000_000;  // far from those that the recipe learns from

    /// <summary>Held-out samples: a dataset, or made-up ones for a recipe that learns from such.</summary>
    /// <returns>Null when the recipe needs a dataset and none is named.</returns>
    /// <exception cref="InvalidDataException">The folder is no dataset.</exception>
    public static ISampleSource? HeldOut(TrainingRecipe recipe, string? folder) =>
        folder is not null ? new ShardedSamples(folder)
        : recipe.NeedsData ? null
        : new SmokeSamples(recipe, MadeUp, FirstMadeUp);

    /// <summary>Writes the model of a checkpoint and scores it.</summary>
    /// <param name="step">Which checkpoint.</param>
    /// <param name="served">File of the weights that are served now; null for those of the complete model.</param>
    /// <exception cref="ArtifactNotFoundException">There is no such checkpoint.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of another network.</exception>
    public async Task<Candidate> MakeAsync(int step, string? served)
    {
        // A folder of its own each time: what is served is never written over.
        var published = Directory.CreateDirectory(Path.Combine(request.Folder, Folder));
        var number = published.GetDirectories().Length + 1;
        var version = $"{Path.GetFileName(Path.GetFullPath(request.Folder))}-{step}-{number}";
        var folder = Path.Combine(published.FullName, $"{number:000}-step-{step}");
        await layout.WriteAsync(request.OpenCheckpoints(), step, folder, ScalarType.Float32, request.StartFrom);

        var score = new HeldOutLoss(request.ReadRecipe(), heldOut);
        var (loss, servedLoss) = (score.Of(layout.WeightsOf(folder)), score.Of(served ?? layout.BaseWeights));
        var candidate = new Candidate(step, version, folder, loss, servedLoss, gate.Judge(loss, servedLoss));
        Show(candidate);
        if (candidate.Refusal is not null)
            Directory.Delete(folder, recursive: true);
        return candidate;
    }

    private void Show(Candidate candidate)
    {
        File.AppendAllText(
            Path.Combine(request.Folder, FileName), JsonSerializer.Serialize(candidate) + Environment.NewLine);
        try
        {
            ValidationSheet.Write(candidate.Folder, heldOut, request.Folder, candidate.Step);
        }
        catch (ModelException)
        {
            // Without a complete model there is nothing to look at; the weights are judged all the same.
        }
    }
}
