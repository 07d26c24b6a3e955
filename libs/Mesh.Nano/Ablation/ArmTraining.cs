using System.Globalization;
using Mesh.Nano.Output;
using Mesh.Nano.Stages;
using Mesh.Training.Stages;

namespace Mesh.Nano.Ablation;

/// <summary>Trains one arm of one seed; every step that is scored becomes a model folder.</summary>
/// <param name="run">Its folder, and a recipe of its seed and steps.</param>
/// <param name="arm">Which.</param>
/// <param name="data">Pairs and clips of the seed, the same for both arms.</param>
/// <param name="isMeasured">Whether a step of both stages together is scored.</param>
internal sealed class ArmTraining(NanoRun run, AblationArm arm, EncodedPairs data, Func<int, bool> isMeasured)
{
    /// <summary>Trains, or goes on training.</summary>
    /// <returns>The losses of its stages.</returns>
    public IReadOnlyList<AblationLoss> Run()
    {
        if (arm.PretrainSteps == 0)
            return [FineTune(null)];
        var pretrained = Losses(NanoRun.PretrainStage, 0, Stage(NanoRun.PretrainStage).Run(TimeSpan.Zero));
        return [pretrained, FineTune(NanoRun.PretrainStage)];
    }

    /// <summary>The folder of a scored step.</summary>
    public static string FolderOf(NanoRun run, int step) =>
        run.PathOf(string.Create(CultureInfo.InvariantCulture, $"step-{step:00000}"));

    private AblationLoss FineTune(string? startFrom) => Losses(
        NanoRun.FineTuneStage, arm.PretrainSteps, Stage(NanoRun.FineTuneStage, startFrom).Run(TimeSpan.Zero));

    private FlowStage Stage(string name, string? startFrom = null)
    {
        var (pool, before) = name == NanoRun.PretrainStage ? (data.Clips, 0) : (data.Edits, arm.PretrainSteps);
        return new FlowStage(run, name, data.Instructions, pool)
        {
            StartFrom = startFrom,
            Stepped = (step, weights) =>
            {
                if (isMeasured(before + step))
                    Keep(FolderOf(run, before + step), weights);
            },
        };
    }

    private AblationLoss Losses(string stage, int before, StageState state) =>
        new(run.Recipe.Seed, arm.Name, stage, before, state.History);

    private void Keep(string folder, EditorWeights weights)
    {
        ModelFolderWriter.SaveConfig(folder, run.Recipe);
        ModelFolderWriter.SaveWeights(Path.Combine(folder, ModelFolderWriter.Transformer), weights.Transformer);
        ModelFolderWriter.SaveWeights(Path.Combine(folder, ModelFolderWriter.Text), weights.Text);
        File.Copy(
            run.PathOf($"../{ModelFolderWriter.Vae}"), Path.Combine(folder, ModelFolderWriter.Vae), overwrite: true);
    }
}
