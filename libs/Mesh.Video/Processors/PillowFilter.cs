namespace Mesh.Video.Processors;

/// <summary>A kernel of <see cref="PillowResize"/>, widened by the scale when it shrinks.</summary>
public enum PillowFilter
{
    /// <summary>Mean over the covered area.</summary>
    Box,

    /// <summary>Triangle.</summary>
    Bilinear,

    /// <summary>Hamming window.</summary>
    Hamming,

    /// <summary>Cubic with a = -0.5.</summary>
    Bicubic,

    /// <summary>Sinc in a window of three lobes.</summary>
    Lanczos,
}

internal static class PillowFilters
{
    private const double CubicA = -0.5;

    /// <summary>Half the kernel's width.</summary>
    public static double Radius(this PillowFilter filter) => filter switch
    {
        PillowFilter.Box => 0.5,
        PillowFilter.Bilinear or PillowFilter.Hamming => 1,
        PillowFilter.Bicubic => 2,
        _ => 3,
    };

    public static double At(this PillowFilter filter, double x) => filter switch
    {
        PillowFilter.Box => x is > -0.5 and <= 0.5 ? 1 : 0,
        PillowFilter.Bilinear => Math.Max(0, 1 - Math.Abs(x)),
        PillowFilter.Hamming => Math.Abs(x) >= 1 ? 0 : Sinc(x) * (0.54 + 0.46 * Math.Cos(Math.PI * Math.Abs(x))),
        PillowFilter.Bicubic => Cubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    private static double Cubic(double x) => x < 1 ? ((CubicA + 2) * x - (CubicA + 3)) * x * x + 1
        : x < 2 ? (((x - 5) * x + 8) * x - 4) * CubicA
        : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
