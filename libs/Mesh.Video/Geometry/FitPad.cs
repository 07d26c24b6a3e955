namespace Mesh.Video.Geometry;

/// <summary>Resize until it fits inside the target, then pad around the middle.</summary>
/// <param name="Target">The padded size.</param>
/// <param name="Picture">Where the resized frame lies in it.</param>
public readonly record struct FitPad(PixelSize Target, PixelRect Picture)
{
    /// <summary>The aspect is kept to the nearest pixel; neither side becomes zero.</summary>
    public static FitPad Of(PixelSize source, PixelSize target)
    {
        var scale = Math.Min((double)target.Width / source.Width, (double)target.Height / source.Height);
        var width = Math.Clamp((int)Math.Round(source.Width * scale), 1, target.Width);
        var height = Math.Clamp((int)Math.Round(source.Height * scale), 1, target.Height);
        return new(target, new((target.Width - width) / 2, (target.Height - height) / 2, width, height));
    }
}
