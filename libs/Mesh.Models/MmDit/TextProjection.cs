namespace Mesh.Models.MmDit;

/// <summary>How text tokens enter the transformer.</summary>
public enum TextProjection
{
    /// <summary>A small transformer that sees the timestep and the mean token.</summary>
    Refiner,

    /// <summary>Two linear layers per token.</summary>
    Linear,
}
