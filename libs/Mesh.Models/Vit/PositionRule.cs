namespace Mesh.Models.Vit;

/// <summary>How a table of learned positions is stretched over another grid; the rules differ visibly.</summary>
public enum PositionRule
{
    /// <summary>Bicubic to the new size, as Hugging Face's code does.</summary>
    Resized,

    /// <summary>Bicubic by a factor that is a tenth of a cell too large, as the authors' code does.</summary>
    Offset,
}
