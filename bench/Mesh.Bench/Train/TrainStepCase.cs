using Mesh.Distributed;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>Whole steps of a run of one rank, against the same model and optimizer in bench/peers/train.py.</summary>
internal static class TrainStepCase
{
    private const double Target = 1.0;

    /// <param name="folder">For the run; it saves nothing.</param>
    public static BenchCase In(string folder) => new(
        "train-nano",
        "nano editor, batch 8 of 384 tokens, fp32: data, forward, backward, clipping, AdamW, average",
        Target,
        device => Build(folder, device),
        TrainRecipe.StepFlops);

    private static Action Build(string folder, Device device)
    {
        var recipe = TrainRecipe.Nano.WithSteps(TrainRecipe.Endless) with { SaveEvery = TrainRecipe.Endless };
        var options = new RunOptions(new DirectoryArtifactStore(folder), folder) { Device = device };
        var run = new TrainingRun(recipe, new SmokeSamples(recipe), MeshRank.Alone, options);
        return () => run.Advance(CancellationToken.None);
    }
}
