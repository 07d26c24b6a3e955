using System.Globalization;
using Mesh.Nano.Evaluation;
using Mesh.Nano.Recipe;
using Mesh.Nano.Stages;

namespace Mesh.Nano.Output;

/// <summary>The card of a model: what it is, what it learned from, how to make it again, what it scores.</summary>
internal static class TrainingCard
{
    public static string Write(RunFacts run, EvaluationReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # {run.Recipe.Name}: a demo editor trained from scratch

        An in-context video editor (ICVE's forward on the MM-DiT of `Mesh.Models`): the source's tokens are in the
        sequence at timestep 0{Joined(run.Recipe)}; what the network predicts is {run.Recipe.FlowObjective.Prediction}.
        It edits films of simple rendered shapes at {run.Recipe.Defaults.Width}x{run.Recipe.Defaults.Height} pixels,
        {run.Recipe.Defaults.Frames} frames at a time.
        It knows nothing of people, animals, text or photographs.

        ## Data
        Rendered by `Mesh.Scenes`, exact ground truth, no other source: {run.Recipe.Data.Pairs} edit pairs of
        {run.Recipe.Data.Scenes} scenes, {run.Recipe.Data.ClipPairs} unpaired clip pairs for pretraining, a fresh stream
        of clips for the autoencoder. Held out: 4 colour and shape pairs, and combinations of every type of edit but
        style (`Mesh.Scenes/HeldOut.cs`).

        ## Recipe
        {Stages(run)}
        Seed {run.Recipe.Seed}, {run.Workers} one-thread workers, compute in {run.Recipe.Compute}, float32 weights, Muon
        {run.Recipe.FlowRates.Muon} on the block matrices and AdamW {run.Recipe.FlowRates.AdamW} on the rest
        (autoencoder: {run.Recipe.VaeRates.Muon} and {run.Recipe.VaeRates.AdamW}), warm-up {run.Recipe.WarmUp} steps,
        linear decay over the last half, clip 1, EMA {run.Recipe.EmaDecay}, instruction dropout
        {run.Recipe.FlowObjective.InstructionDropout}. Every number: `Mesh.Nano/Recipe`.

        {Again(run)}

        ## Score
        {report.Cases} held-out cases of seed {report.Seed}, {run.Recipe.Defaults.Steps} steps, guidance
        {run.Recipe.Defaults.Guidance}.

        | | success |
        |---|---|
        | **all** | **{report.Success.Rate:P1}** |
        {Types(report)}
        | identity: nothing edited | {report.Identity.Rate:P1} |
        | shuffled: another case's instruction | {report.Shuffled.Rate:P1} |
        | ceiling: the exact answer through the autoencoder | {report.Ceiling.Rate:P1} |

        Autoencoder {report.VaePsnr:F2} dB (pooled). Outside the edit the network's own frames have
        {report.OutsidePsnr:F2} dB, the autoencoder alone {report.VaeOutsidePsnr:F2} dB. What a person sees is the edit
        composed on the source: {report.DeliveredOutsidePsnr:F2} dB outside the edit, {report.Delivered.Rate:P1}
        success.

        """);

    private static string Joined(NanoRecipe recipe) =>
        recipe.Transformer.JoinSource ? " and added to the edited tokens" : "";

    private static string Stages(RunFacts run)
    {
        var rows = run.Stages.Select(stage => string.Create(
            CultureInfo.InvariantCulture,
            $"| {stage.Stage} | {run.StepsOf(stage.Stage)} | {BatchOf(run, stage.Stage)} "
            + $"| {run.TimeOf(stage.Stage).TotalMinutes:F1} |"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | stage | steps | batch | minutes |
            |---|---|---|---|
            {string.Join("\n", rows)}
            | data | | | {run.Data.TotalMinutes:F1} |

            {run.Total.TotalMinutes * run.Workers:F0} CPU-minutes in all.
            """);
    }

    private static string Again(RunFacts run) =>
        $"The same weights again, on as many workers: `NanoRecipes.{char.ToUpperInvariant(run.Recipe.Name[0])}"
        + $"{run.Recipe.Name[1..]}` with `Budget = new NanoBudget.Steps({run.StepsOf(NanoRun.VaeStage)}, "
        + $"{run.StepsOf(NanoRun.PretrainStage)}, {run.StepsOf(NanoRun.FineTuneStage)})`.";

    private static int BatchOf(RunFacts run, string stage) =>
        stage == NanoRun.VaeStage ? run.Recipe.VaeBatch : run.Recipe.FlowBatch;

    private static string Types(EvaluationReport report) => string.Join("\n", report.ByType.Select(type =>
        string.Create(CultureInfo.InvariantCulture, $"| {type.Key} | {type.Value.Rate:P1} |")
            .Replace(type.Key.ToString(), type.Key.ToString().ToLowerInvariant(), StringComparison.Ordinal)));
}
