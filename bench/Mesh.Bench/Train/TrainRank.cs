using System.Text.Json;
using Mesh.Distributed;
using Mesh.Distributed.Processes;
using Mesh.Stores.Artifacts;
using Mesh.Training.Data;
using Mesh.Training.Runs;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>A rank of the training suite: a process of this program.</summary>
internal static class TrainRank
{
    public const string Argument = "train-rank";

    private const int ColdSteps = 3;

    /// <summary>Trains, then saves and loads; rank 0 writes the result as one line.</summary>
    /// <param name="folder">For checkpoints.</param>
    /// <param name="address">Which rank this is.</param>
    public static void Run(string folder, RankAddress address)
    {
        set_num_threads(1);
        using var world = World.Join(address, () => Environment.Exit(4));
        var place = new DeviceMesh(Shard: world.Size).Place(world);
        List<RunStep> steps = [];
        var store = new DirectoryArtifactStore(Path.Combine(folder, "run"));
        var samples = new SmokeSamples(TrainRecipe.Saving);
        using (var run = new TrainingRun(
            TrainRecipe.Saving, samples, place, new RunOptions(store, folder) { Stepped = steps.Add }))
            run.Run(CancellationToken.None);

        var memory = Memory(place);
        var checkpoints = new CheckpointRounds(folder, place).Run();
        if (world.Rank == 0)
            Console.WriteLine(JsonSerializer.Serialize(Result(steps, memory, checkpoints)));
        world.All.Barrier();
    }

    private static TrainResult Result(
        List<RunStep> steps, (long Kept, long Values) memory, CheckpointSpeed checkpoints)
    {
        var warm = steps.Skip(ColdSteps).ToList();
        var plain = Median(warm.Select(step => step.Times.Total - step.Times.Checkpoint));
        var saving = warm.Where(step => step.Step % TrainRecipe.Saving.SaveEvery == 0 && step.Step < step.TotalSteps);
        return new TrainResult
        {
            StepSeconds = plain,
            TokensPerSecond = warm[0].Tokens / plain,
            CommunicationShare = Median(warm.Select(step => step.Times.Communication)) / plain,
            StallShare = saving.Average(step => step.Times.Checkpoint) / plain,
            KeptBytes = memory.Kept,
            Values = memory.Values,
            Checkpoints = checkpoints,
        };
    }

    private static (long Kept, long Values) Memory(MeshRank place)
    {
        using var network = RunNetwork.Build(TrainRecipe.Nano with { EmaDecay = null }, place, CPU, null);
        return (
            network.Weights.KeptBytes + network.Optimizer.KeptBytes,
            network.Weights.All.Sum(weights => weights.Slots.Sum(slot => slot.Count)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
