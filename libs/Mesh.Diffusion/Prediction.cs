namespace Mesh.Diffusion;

/// <summary>What the raw output of a network means.</summary>
public enum Prediction
{
    /// <summary>Noise minus video, as published editors predict.</summary>
    Velocity,

    /// <summary>Edited video minus source video: preserving the source costs the network nothing.</summary>
    SourceResidual,
}
