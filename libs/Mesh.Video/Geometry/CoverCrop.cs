namespace Mesh.Video.Geometry;

/// <summary>Resize until the target is covered, then cut its middle: how ICVE prepares a frame.</summary>
/// <param name="Resized">Size after the resize.</param>
/// <param name="Crop">The part of it that is kept, of the target's size.</param>
public readonly record struct CoverCrop(PixelSize Resized, PixelRect Crop)
{
    /// <summary>Halves round to even, as Python's round does, which the reference uses.</summary>
    public static CoverCrop Of(PixelSize source, PixelSize target)
    {
        var isNarrower = (double)source.Width / source.Height < (double)target.Width / target.Height;
        var scale = isNarrower ? (double)target.Width / source.Width : (double)target.Height / source.Height;
        var resized = new PixelSize(
            (int)Math.Round(source.Width * scale, MidpointRounding.ToEven),
            (int)Math.Round(source.Height * scale, MidpointRounding.ToEven));
        var left = (resized.Width - target.Width) / 2;
        var top = (resized.Height - target.Height) / 2;
        return new(resized, new(left, top, target.Width, target.Height));
    }
}
