namespace Mesh.Models.MmDit;

/// <summary>How queries and keys are normalised per head before attention.</summary>
public enum QkNorm
{
    None,
    Rms,
    Layer,
}
