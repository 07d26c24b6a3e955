using Mesh.Distributed;
using Mesh.Models.NanoVae;
using Mesh.Nano.Data;
using Mesh.Nano.Output;
using Mesh.Tensors;
using Mesh.Training;
using Mesh.Training.Stages;
using Mesh.Training.Optimizers;
using Mesh.Training.Vae;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Nano.Stages;

/// <summary>Stage 1: the autoencoder, from principal components to a calibrated file.</summary>
internal sealed class VaeStage(NanoRun run)
{
    private const int CalibrationBatch = 64;

    /// <summary>Trains, or goes on training, and writes vae.safetensors.</summary>
    /// <returns>The history of the stage.</returns>
    public StageState Run()
    {
        var config = run.Stage(NanoRun.VaeStage, run.Recipe.VaeBatch, run.BudgetOf(NanoRun.VaeStage, TimeSpan.Zero));
        var models = Build();
        var states = LocalRanks.Run(models.Length, (rank, ranks) => Train(models[rank], config, ranks));
        Calibrate(models[0]);
        ModelFolderWriter.SaveWeights(run.PathOf(ModelFolderWriter.Vae), StateDict.Of(models[0]));
        foreach (var model in models)
            model.Dispose();
        return states[0];
    }

    /// <summary>One frozen copy of the finished autoencoder a rank.</summary>
    public static NanoVaeModel[] Load(NanoRun run)
    {
        return [.. Enumerable.Range(0, run.Options.Workers).Select(_ => Load())];

        NanoVaeModel Load()
        {
            using var file = Checkpoint.Open(run.PathOf(ModelFolderWriter.Vae));
            var model = new NanoVaeModel(run.Recipe.Vae, run.Recipe.Compute);
            StateDict.Load(model, file);
            model.to(run.Options.Device);
            model.eval();
            return model;
        }
    }

    private NanoVaeModel[] Build()
    {
        manual_seed((long)run.Recipe.Seed);
        var first = new NanoVaeModel(run.Recipe.Vae, run.Recipe.Compute);
        var seed = TrainingRandom.Seed(run.Recipe.Seed, "pca", 0, 0);
        using (var clips = VaeClips.Draw(run.Recipe.Data.PcaClips, seed, run.Recipe.Side))
            NanoVaePca.Initialise(first, clips);

        var models = new List<NanoVaeModel> { first };
        while (models.Count < run.Options.Workers)
        {
            var copy = new NanoVaeModel(run.Recipe.Vae, run.Recipe.Compute);
            copy.load_state_dict(StateDict.Of(first));
            models.Add(copy);
        }
        foreach (var model in models)
            model.to(run.Options.Device);
        return [.. models];
    }

    private StageState Train(NanoVaeModel model, StageConfig config, IProcessGroup ranks)
    {
        var weights = new MasterWeights([("", model)], ScalarType.Float32, IsMatrix);
        using var optimization = Optimizations.Make(weights, run.Recipe, run.Recipe.VaeRates, ranks);
        var trainer = new VaeTrainer(model, run.Recipe.VaeObjective);
        var loop = new TrainingLoop(config, optimization, ranks, run.CheckpointOf(config.Name), run.Progress);
        var stream = new VaeClipStream(
            config.BatchSize / ranks.Size,
            run.Recipe.Side,
            run.Options.RenderThreads,
            step => TrainingRandom.Seed(config.Seed, "vae clips", step, ranks.Rank));

        var state = loop.Run((step, _) => Loss(trainer, stream, step), run.Cancellation);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var view in weights.Views)
            view.Publish(view.Of(optimization.Ema.Average));
        return state;
    }

    private Tensor Loss(VaeTrainer trainer, VaeClipStream stream, int step)
    {
        using var scope = NewDisposeScope();
        return trainer.Loss(stream.At(step).to(run.Options.Device)).MoveToOuterDisposeScope();
    }

    private void Calibrate(NanoVaeModel model) => NanoVaeCalibration.Calibrate(
        model,
        Enumerable.Range(0, (run.Recipe.Data.CalibrationClips + CalibrationBatch - 1) / CalibrationBatch)
            .Select(batch => VaeClips.Draw(
                CalibrationBatch, TrainingRandom.Seed(run.Recipe.Seed, "calibration", batch, 0), run.Recipe.Side)
                .to(run.Options.Device)));

    private static bool IsMatrix(string name, Tensor weight) =>
        weight.dim() >= 2 && !name.StartsWith("pca.", StringComparison.Ordinal);
}
