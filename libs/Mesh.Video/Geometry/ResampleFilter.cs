namespace Mesh.Video.Geometry;

/// <summary>The kernel of <see cref="Resample"/>, widened by the scale when it shrinks.</summary>
public enum ResampleFilter
{
    /// <summary>Mean over the covered area; nearest when it enlarges.</summary>
    Area,

    /// <summary>Triangle; torchvision's bilinear with antialias.</summary>
    Bilinear,

    /// <summary>Cubic with a = -0.5; torchvision's bicubic with antialias.</summary>
    Bicubic,
}
