using Mesh.Models.NanoVae;
using Mesh.Nano.Recipe;
using static TorchSharp.torch;

namespace Mesh.Nano.Ablation;

/// <summary>The comparisons by name.</summary>
public static class AblationRecipes
{
    /// <summary>Ten minutes of one core an arm: films of 32x32, four latent cells a token, 600 pairs.</summary>
    public static AblationRecipe Nano { get; } = new()
    {
        Editor = NanoRecipes.Nano32 with
        {
            Name = "nano-ablation",
            Transformer = NanoRecipes.Nano32.Transformer with
            {
                HiddenSize = 96,
                NumDoubleBlocks = 1,
                RopeChannels = [8, 8, 8],
                PatchSize = [1, 2, 2],
            },
            Defaults = NanoRecipes.Nano32.Defaults with { Draws = 1 },
            Compute = ScalarType.Float32,
            Data = new NanoData(PcaClips: 0, CalibrationClips: 0, Scenes: 200, EditsPerScene: 3, ClipPairs: 6000),
            Evaluation = (120, 1),
        },
        Steps = 600,
        PretrainSteps = 200,
        MeasureEvery = 200,
    };

    /// <summary>Everything the real comparison does, in seconds, with a network too small to learn much.</summary>
    public static AblationRecipe Smoke { get; } = new()
    {
        Editor = NanoRecipes.Smoke with
        {
            Name = "smoke-ablation",
            Vae = NanoVaeConfig.Nano,
            Data = NanoRecipes.Smoke.Data with { Scenes = 8, ClipPairs = 32 },
            Evaluation = (6, 1),
        },
        Steps = 6,
        PretrainSteps = 2,
        MeasureEvery = 3,
    };

    /// <exception cref="ArgumentException">There is no such recipe; the message lists those there are.</exception>
    public static AblationRecipe Find(string name) => name switch
    {
        "nano" => Nano,
        "smoke" => Smoke,
        _ => throw new ArgumentException($"Recipe must be nano or smoke, got '{name}'."),
    };
}
