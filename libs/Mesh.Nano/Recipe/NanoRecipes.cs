using Mesh.Diffusion;
using Mesh.Editing;
using Mesh.Models.MmDit;
using Mesh.Models.NanoVae;
using static TorchSharp.torch;

namespace Mesh.Nano.Recipe;

/// <summary>The recipes by name.</summary>
public static class NanoRecipes
{
    private static readonly EditDefaults Defaults = new()
    {
        Steps = 6,
        Guidance = 2,
        Draws = 4,
        Shift = 3,
        Prediction = Prediction.SourceResidual,
        Height = 32,
        Width = 32,
        Frames = 5,
    };

    /// <summary>The same editor for films of 32x32: about an hour on two cores, two workers.</summary>
    public static NanoRecipe Nano32 { get; } = new()
    {
        Name = "nano32",
        Defaults = Defaults,
        Budget = new NanoBudget.Steps(Vae: 4706, Pretrain: 194, FineTune: 8846),
        Data = new NanoData(PcaClips: 1500, CalibrationClips: 1024, Scenes: 40_000, EditsPerScene: 3, ClipPairs: 8_000),
        Evaluation = (240, 1),
    };

    /// <summary>What ships: films of 64x64, eight minutes on one H200.</summary>
    public static NanoRecipe Nano { get; } = Nano32 with
    {
        Name = "nano",
        Transformer = MmDitConfig.Nano with
        {
            HiddenSize = 192,
            NumHeads = 6,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 4,
            PatchSize = [1, 2, 2],
        },
        Defaults = Defaults with { Height = 64, Width = 64, Draws = 1 },
        Budget = new NanoBudget.Steps(Vae: 1578, Pretrain: 170, FineTune: 7302),
        Data = Nano32.Data with { Scenes = 80_000, EditsPerScene = 4, ClipPairs = 16_000 },
        VaeBatch = 64,
        FlowBatch = 256,
    };

    /// <summary>
    /// The networks of <see cref="Nano"/> in the time that two cores have: it sees far fewer samples.
    /// </summary>
    public static NanoRecipe NanoOnCpu { get; } = Nano with
    {
        Budget = new NanoBudget.Time(TimeSpan.FromMinutes(165), VaeShare: .12, PretrainShare: .02),
        Data = Nano32.Data,
        VaeBatch = Nano32.VaeBatch,
        FlowBatch = Nano32.FlowBatch,
    };

    /// <summary>Everything the real recipe does, in about a minute, with networks too small to learn much.</summary>
    public static NanoRecipe Smoke { get; } = Nano32 with
    {
        Name = "smoke",
        Vae = NanoVaeConfig.Nano with { HalfChannels = 8, QuarterChannels = 16, NumQuarterBlocks = 1 },
        Transformer = MmDitConfig.Nano with
        {
            HiddenSize = 32,
            NumHeads = 2,
            NumDoubleBlocks = 1,
            NumSingleBlocks = 1,
            RopeChannels = [4, 6, 6],
        },
        Compute = ScalarType.Float32,
        Budget = new NanoBudget.Steps(Vae: 30, Pretrain: 10, FineTune: 40),
        Data = new NanoData(PcaClips: 64, CalibrationClips: 64, Scenes: 64, EditsPerScene: 3, ClipPairs: 64),
        VaeBatch = 8,
        FlowBatch = 16,
        WarmUp = 5,
        Evaluation = (12, 1),
    };

    /// <param name="name">Of the recipe.</param>
    /// <param name="onGpu">Whether it will run on a GPU.</param>
    /// <exception cref="ArgumentException">There is no such recipe; the message lists those there are.</exception>
    public static NanoRecipe Find(string name, bool onGpu) => name switch
    {
        "nano" => onGpu ? Nano : NanoOnCpu,
        "nano32" => Nano32,
        "smoke" => Smoke,
        _ => throw new ArgumentException($"Recipe must be nano, nano32 or smoke, got '{name}'."),
    };
}
