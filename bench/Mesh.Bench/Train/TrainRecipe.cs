using Mesh.Models.MmDit;
using Mesh.Training.Recipes;
using static TorchSharp.torch;

namespace Mesh.Bench.Train;

/// <summary>What the training suite trains: the demo editor's transformer, and a wider one to save.</summary>
internal static class TrainRecipe
{
    /// <summary>More steps than anybody takes.</summary>
    public const int Endless = 1_000_000;

    private const int BatchSize = 8;
    private const int TextTokens = 5;

    private static readonly ClipBucket Bucket = new(64, 64, 9);

    /// <summary>Operations of one step.</summary>
    public static double StepFlops => BatchSize * 3.0 * MmDitFlops.Forward(
        MmDitConfig.Nano, Nano.Scale.Tokens(Bucket, MmDitConfig.Nano.PatchSize), TextTokens, hasSource: true);

    public static TrainingRecipe Nano { get; } = IcveRecipes.Smoke() with
    {
        Name = "bench-nano",
        Transformer = MmDitConfig.Nano,
        Compute = ScalarType.Float32,
        SaveEvery = Endless,
        Stages = [new TrainingStage
        {
            Name = "bench",
            Steps = Endless,
            BatchSize = BatchSize,
            LearningRate = 1e-3,
            Buckets = [Bucket],
        }],
    };

    /// <summary>A short run that saves twice while it goes on.</summary>
    public static TrainingRecipe Saving { get; } = Nano.WithSteps(12) with { SaveEvery = 4 };

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
