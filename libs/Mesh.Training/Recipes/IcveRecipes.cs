using Mesh.Models.MmDit;

namespace Mesh.Training.Recipes;

/// <summary>
/// The two-stage recipe of ICVE: in-context pretraining on unpaired clips, then supervised fine-tuning on pairs.
/// </summary>
/// <remarks>
/// Steps, batches, rates and buckets are the paper's. What it leaves open follows the trainer it builds on: AdamW of
/// betas 0.9 and 0.999, decay 0.01, norm clipped at 1, ten steps of warm-up, uniform times, guidance 1000.
/// </remarks>
public static class IcveRecipes
{
    private const long ActivationBytes = 40L << 30;  // of the 80 GB of a card, beside weights and optimizer

    private static readonly Dictionary<string, Func<TrainingRecipe>> All = new()
    {
        ["icve-pretrain"] = Pretrain,
        ["icve-sft"] = FineTune,
        ["icve-smoke"] = Smoke,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <returns>Null when there is no recipe of that name.</returns>
    public static TrainingRecipe? Find(string name) => All.GetValueOrDefault(name)?.Invoke();

    /// <summary>240p for 30 000 steps, then 480p for 10 000, batch 32, rate 1e-5: 1.28 M pairs of clips.</summary>
    public static TrainingRecipe Pretrain() => new()
    {
        Name = "icve-pretrain",
        ActivationBytes = ActivationBytes,
        Transformer = MmDitConfig.Hunyuan13B,
        Stages =
        [
            new TrainingStage
            {
                Name = "240p",
                Steps = 30_000,
                BatchSize = 32,
                LearningRate = 1e-5,
                Buckets = [new(240, 384, 77), new(384, 240, 77), new(256, 256, 125)],
            },
            new TrainingStage
            {
                Name = "480p",
                Steps = 10_000,
                BatchSize = 32,
                LearningRate = 1e-5,
                Buckets = [new(480, 768, 77), new(768, 480, 77), new(512, 512, 125)],
            },
        ],
    };

    /// <summary>12 000 steps, batch 12, learning rate 1e-6, seven buckets: 144 K pairs.</summary>
    public static TrainingRecipe FineTune() => new()
    {
        Name = "icve-sft",
        ActivationBytes = ActivationBytes,
        Transformer = MmDitConfig.Hunyuan13B,
        Stages =
        [
            new TrainingStage
            {
                Name = "sft",
                Steps = 12_000,
                BatchSize = 12,
                LearningRate = 1e-6,
                Buckets =
                [
                    new(480, 768, 77), new(768, 480, 77), new(576, 1024, 21), new(1024, 576, 21),
                    new(336, 592, 29), new(592, 336, 29), new(480, 480, 125),
                ],
            },
        ],
    };

    /// <summary>The whole of a run in seconds on a CPU: two stages, two buckets, a tiny network.</summary>
    public static TrainingRecipe Smoke() => new()
    {
        Name = "icve-smoke",
        NeedsData = false,
        Transformer = new MmDitConfig
        {
            InChannels = 4,
            TextChannels = 8,
            PooledChannels = 48,
            HiddenSize = 24,
            NumHeads = 2,
            NumDoubleBlocks = 2,
            NumSingleBlocks = 2,
            RopeChannels = [4, 4, 4],
            FreqDim = 32,
            NumRefinerBlocks = 1,
            GuidanceEmbed = false,
            JoinSource = true,
        },
        Compute = TorchSharp.torch.ScalarType.Float32,
        SaveEvery = 20,
        Stages =
        [
            Small("pretrain", 120, 3e-3),
            Small("sft", 80, 1e-3),
        ],
    };

    private static TrainingStage Small(string name, int steps, double rate) => new()
    {
        Name = name,
        Steps = steps,
        BatchSize = 4,
        LearningRate = rate,
        Buckets = [new(32, 48, 5), new(48, 32, 9)],
        TokensPerPass = 48,
    };
}
