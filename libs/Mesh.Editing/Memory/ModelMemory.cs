namespace Mesh.Editing.Memory;

/// <summary>How the networks of a model share memory; films are the same whatever it says, but for rounding.</summary>
public sealed record ModelMemory
{
    /// <summary>
    /// Most bytes of weights at once: a network is loaded when it is first needed, and others are freed for it. Null
    /// loads all networks at once and keeps them.
    /// </summary>
    public long? Budget { get; init; }

    /// <summary>
    /// Blocks of the denoiser that have weights on the device at once; the others are read as they are needed. Null
    /// holds all of them. Denoisers that do not list equal blocks take no notice.
    /// </summary>
    public int? ResidentBlocks { get; init; }

    /// <summary>
    /// Whether a guided step runs both branches as one batch: twice the activations, and one pass over the weights.
    /// </summary>
    public bool BatchGuidance { get; init; }
}
