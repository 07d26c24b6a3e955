using Mesh.Editing;
using Mesh.Models.MmDit;
using Mesh.Models.NanoText;
using Mesh.Models.NanoVae;
using Mesh.Scenes;
using Mesh.Training.Flow;
using Mesh.Training.Vae;
using static TorchSharp.torch;

namespace Mesh.Nano.Recipe;

/// <summary>Every number of a training run of the demo editor. Immutable; derive a variant with <c>with</c>.</summary>
public sealed record NanoRecipe
{
    public required string Name { get; init; }

    public ulong Seed { get; init; } = 1;

    public NanoVaeConfig Vae { get; init; } = NanoVaeConfig.Nano;

    public NanoTextConfig Text { get; init; } = NanoTextConfig.Nano(SceneGrammar.Words, SceneGrammar.Synonyms);

    public MmDitConfig Transformer { get; init; } = MmDitConfig.Nano;

    public required EditDefaults Defaults { get; init; }

    /// <summary>Height and width of the films, in pixels.</summary>
    public int Side => Defaults.Height;

    /// <summary>How long each stage trains.</summary>
    public required NanoBudget Budget { get; init; }

    public required NanoData Data { get; init; }

    /// <summary>
    /// Element type the networks compute in; weights are float32. Without instructions for it, bfloat16 takes a CPU ten
    /// times as long as float32.
    /// </summary>
    public ScalarType Compute { get; init; } = ScalarType.BFloat16;

    public VaeObjective VaeObjective { get; init; } = new();

    public NanoRates VaeRates { get; init; } = new(Muon: 1e-2, AdamW: 1e-3);

    public int VaeBatch { get; init; } = 16;

    public FlowObjective FlowObjective { get; init; } = new();

    public NanoRates FlowRates { get; init; } = new(Muon: 5e-3, AdamW: 2e-3);

    public int FlowBatch { get; init; } = 32;

    public int WarmUp { get; init; } = 30;

    public double EmaDecay { get; init; } = .998;

    /// <summary>Start value of every gate of the transformer.</summary>
    public double GateBias { get; init; } = .5;

    /// <summary>Held-out cases that the finished editor is scored on, and their seed.</summary>
    public required (int Cases, ulong Seed) Evaluation { get; init; }
}
