using Mesh.Models.MmDit;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>What the training suite trains: the demo editor's transformer, and a wider one to save.</summary>
internal static class TrainRecipe
{
    public const int Steps = 24;

    public static TrainingRecipe Nano { get; } = IcveRecipes.Smoke() with
    {
        Name = "bench-nano",
        Transformer = MmDitConfig.Nano,
        Compute = ScalarType.Float32,
        SaveEvery = 8,
        Stages = [new TrainingStage
        {
            Name = "bench",
            Steps = Steps,
            BatchSize = 8,
            LearningRate = 1e-3,
            Buckets = [new(64, 64, 9)],
        }],
    };

    public static TrainingRecipe Wide { get; } = Nano with
    {
        Name = "bench-wide",
        Transformer = MmDitConfig.Nano with
        {
            HiddenSize = 384,
            NumHeads = 12,
            NumDoubleBlocks = 4,
            NumSingleBlocks = 6,
        },
    };
}
