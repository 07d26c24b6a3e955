namespace Mesh.Models.QwenImage;

/// <summary>The size at which a picture is shown to a network.</summary>
public static class QwenImageSize
{
    private const double Grid = 32;

    /// <summary>About <paramref name="area"/> pixels in the shape of a picture, sides in multiples of 32.</summary>
    /// <param name="area">1024 x 1024 for the autoencoder, 384 x 384 for the vision-language encoder.</param>
    /// <param name="width">Pixels of the picture.</param>
    /// <param name="height">Pixels of the picture.</param>
    public static (int Width, int Height) Of(int area, int width, int height)
    {
        var ratio = (double)width / height;
        var wide = Math.Sqrt(area * ratio);
        return (OnGrid(wide), OnGrid(wide / ratio));
    }

    // Halves go to the even multiple, as in the reference.
    private static int OnGrid(double side) => (int)(Math.Round(side / Grid, MidpointRounding.ToEven) * Grid);
}
