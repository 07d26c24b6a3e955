using Mesh.Nano.Recipe;
using Mesh.Training;
using Mesh.Training.Stages;

namespace Mesh.Nano.Stages;

/// <summary>One run: what it makes, where, for how long, who watches.</summary>
internal sealed record NanoRun(
    NanoRecipe Recipe,
    string Folder,
    TrainingOptions Options,
    IProgress<StepReport>? Progress,
    CancellationToken Cancellation)
{
    public const string VaeStage = "vae", PretrainStage = "pretrain", FineTuneStage = "finetune";

    /// <summary>Where the state of a stage is saved.</summary>
    public string CheckpointOf(string stage) => Path.Combine(Folder, "training", $"{stage}.safetensors");

    /// <summary>A file of the finished model.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    public StageConfig Stage(string name, int batchSize, StageBudget budget) => new()
    {
        Name = name,
        Budget = budget,
        BatchSize = batchSize,
        WarmUp = Recipe.WarmUp,
        Seed = Recipe.Seed,
    };

    /// <summary>Length of a stage.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="spent">Time the stages before have taken.</param>
    public StageBudget BudgetOf(string stage, TimeSpan spent) => (Budget, stage) switch
    {
        (NanoBudget.Steps steps, VaeStage) => StageBudget.Steps(steps.Vae),
        (NanoBudget.Steps steps, PretrainStage) => StageBudget.Steps(steps.Pretrain),
        (NanoBudget.Steps steps, _) => StageBudget.Steps(steps.FineTune),
        (NanoBudget.Time time, VaeStage) => StageBudget.For(time.Total * time.VaeShare),
        (NanoBudget.Time time, PretrainStage) => StageBudget.For(time.Total * time.PretrainShare),
        (NanoBudget.Time time, _) => StageBudget.For(Longer(time.Total - spent, time.Total / 10)),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Not a stage."),
    };

    private NanoBudget Budget => Options.Time is not { } total
        ? Recipe.Budget
        : Recipe.Budget is NanoBudget.Time time
            ? time with { Total = total }
            : new NanoBudget.Time(total, VaeShare: .12, PretrainShare: .03);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
