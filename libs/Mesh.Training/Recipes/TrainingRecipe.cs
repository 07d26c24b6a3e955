using Mesh.Models.MmDit;
using Mesh.Training.Optimizers;
using static TorchSharp.torch;

namespace Mesh.Training.Recipes;

/// <summary>Every number of a run over ranks. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record TrainingRecipe
{
    public required string Name { get; init; }

    public ulong Seed { get; init; } = 1;

    public required MmDitConfig Transformer { get; init; }

    /// <summary>Whether it learns from a dataset; otherwise from samples that are made up.</summary>
    public bool NeedsData { get; init; } = true;

    public LatentScale Scale { get; init; } = LatentScale.Hunyuan;

    public required IReadOnlyList<TrainingStage> Stages { get; init; }

    /// <summary>Null trains the network itself.</summary>
    public LoraTraining? Lora { get; init; }

    /// <summary>Element type the network computes in; masters are float32.</summary>
    public ScalarType Compute { get; init; } = ScalarType.BFloat16;

    public TimeSampling Times { get; init; } = new();

    /// <summary>Guidance input of distilled networks, 1000 times the embedded scale.</summary>
    public double Guidance { get; init; } = 1000;

    /// <summary>Share of samples whose instruction is dropped, for classifier-free guidance.</summary>
    public double InstructionDropout { get; init; } = 0.1;

    /// <summary>Betas, epsilon and decay; the rate is the stage's.</summary>
    public AdamWConfig Optimizer { get; init; } = new(1) { Beta2 = 0.999, WeightDecay = 0.01 };

    public double MaxGradNorm { get; init; } = 1;

    /// <summary>Bytes for the activations of the blocks on one rank; null keeps them all.</summary>
    public long? ActivationBytes { get; init; }

    /// <summary>Of the moving average; null keeps none.</summary>
    public double? EmaDecay { get; init; } = 0.999;

    /// <summary>A loss of this many times the median of the recent ones is a spike: the step is not taken.</summary>
    public double SpikeFactor { get; init; } = 5;

    /// <summary>Steps between checkpoints.</summary>
    public int SaveEvery { get; init; } = 500;

    public int TotalSteps => Stages.Sum(stage => stage.Steps);

    /// <summary>The stage of a step, and the step within it.</summary>
    /// <param name="step">From 0, below <see cref="TotalSteps"/>.</param>
    public (TrainingStage Stage, int Step) At(int step)
    {
        foreach (var stage in Stages)
        {
            if (step < stage.Steps)
                return (stage, step);
            step -= stage.Steps;
        }
        throw new ArgumentOutOfRangeException(nameof(step), step, $"{Name} has {TotalSteps} steps.");
    }

    /// <summary>The same run with every stage cut to a number of steps.</summary>
    public TrainingRecipe WithSteps(int steps) => this with
    {
        Stages = [.. Stages.Select(stage => stage with { Steps = Math.Min(steps, stage.Steps) })],
    };
}
