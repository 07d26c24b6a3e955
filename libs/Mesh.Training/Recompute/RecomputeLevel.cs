namespace Mesh.Training.Recompute;

/// <summary>What of a block is computed again in backward instead of being kept.</summary>
public enum RecomputeLevel
{
    /// <summary>Everything is kept.</summary>
    None,

    /// <summary>The attention: cheap to compute again, and the only part that grows with the square of the tokens.
    /// </summary>
    Attention,

    /// <summary>The whole block; only its inputs are kept.</summary>
    Block,
}
