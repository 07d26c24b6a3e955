namespace Mesh.Editing.Memory;

/// <summary>What one stage of an edit takes.</summary>
/// <param name="Part">The networks that run.</param>
/// <param name="Weights">Bytes of weights that are in memory meanwhile, those of other parts included.</param>
/// <param name="Activations">Bytes that the stage itself takes at most.</param>
public sealed record StageMemory(ModelParts Part, long Weights, long Activations)
{
    public long Total => Weights + Activations;
}

/// <summary>How a model runs within a limit of memory.</summary>
/// <param name="Precision">Element type of each part's weights.</param>
/// <param name="Memory">What to load the model with.</param>
/// <param name="Stages">What each stage takes.</param>
/// <param name="Limit">Bytes that may be used.</param>
public sealed record MemoryPlan(
    IReadOnlyDictionary<ModelParts, TorchSharp.torch.ScalarType> Precision,
    ModelMemory Memory,
    IReadOnlyList<StageMemory> Stages,
    long Limit)
{
    /// <summary>Whether the video is encoded and decoded in tiles, because it is larger than one.</summary>
    public required bool IsTiled { get; init; }

    /// <summary>The window that was planned for.</summary>
    public required WindowShape Window { get; init; }

    /// <summary>Most bytes of any stage.</summary>
    public long Peak => Stages.Max(stage => stage.Total);

    public bool Fits => Peak <= Limit;
}
