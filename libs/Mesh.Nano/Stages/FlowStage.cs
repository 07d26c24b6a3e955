using Mesh.Distributed;
using Mesh.Nano.Data;
using Mesh.Tensors;
using Mesh.Training.Flow;
using Mesh.Training.Stages;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Nano.Stages;

/// <summary>Trains transformer and text encoder together on a pool of pairs: pretraining, then fine-tuning.</summary>
/// <param name="run">The run.</param>
/// <param name="name">Name of the stage.</param>
/// <param name="instructions">Token ids of instructions.</param>
/// <param name="pool">Encoded pairs.</param>
internal sealed class FlowStage(NanoRun run, string name, InstructionIds instructions, PairPool pool)
{
    /// <summary>A finished stage whose average the networks start from; null starts from random weights.</summary>
    public string? StartFrom { get; init; }

    /// <summary>Told the averaged weights whenever the state is saved and at the end.</summary>
    public Action<EditorWeights>? Saved { get; init; }

    /// <summary>Told the steps done and the averaged weights after each step.</summary>
    public Action<int, EditorWeights>? Stepped { get; init; }

    /// <param name="spent">Time the stages before have taken.</param>
    /// <returns>The history of the stage.</returns>
    public StageState Run(TimeSpan spent)
    {
        var config = run.Stage(name, run.Recipe.FlowBatch, run.BudgetOf(name, spent));
        var networks = Enumerable.Range(0, run.Options.Workers)
            .Select(_ => EditorNetworks.Build(run.Recipe, run.Options.Device)).ToArray();
        var states = LocalRanks.Run(networks.Length, (rank, ranks) => Train(networks[rank], config, ranks));
        foreach (var network in networks)
            network.Dispose();
        return states[0];
    }

    private StageState Train(EditorNetworks networks, StageConfig config, IProcessGroup ranks)
    {
        var weights = networks.Lower(run.Recipe.Compute);
        using var optimization = Optimizations.Make(weights, run.Recipe, run.Recipe.FlowRates, ranks);
        Begin(optimization);
        using var none = instructions.Of([""]).to(run.Options.Device);
        var trainer = new FlowTrainer(networks.Transformer, networks.Encode, none, run.Recipe.FlowObjective);
        var loop = new TrainingLoop(config, optimization, ranks, run.CheckpointOf(name), run.Progress)
        {
            Saved = () => Saved?.Invoke(new EditorWeights(weights, optimization.Ema.Average)),
            Stepped = step => Stepped?.Invoke(step, new EditorWeights(weights, optimization.Ema.Average)),
        };
        return loop.Run((_, random) => Loss(trainer, config.BatchSize / ranks.Size, random), run.Cancellation);
    }

    private Tensor Loss(FlowTrainer trainer, int count, Generator random)
    {
        using var scope = NewDisposeScope();
        return trainer.Loss(pool.Draw(count, random), random).MoveToOuterDisposeScope();
    }

    private void Begin(Optimization optimization)
    {
        if (StartFrom is null)
            return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var file = SafetensorsFile.Open(run.CheckpointOf(StartFrom));
        var average = file.Read("ema");
        optimization.Weights.Flat.copy_(average);
        optimization.Ema.Average.copy_(average);
        optimization.Weights.Publish();
    }
}
