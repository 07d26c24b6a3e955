namespace Mesh.Video.Processors;

/// <summary>
/// How a picture becomes the input of an image encoder, bit for bit as the published processors do it.
/// </summary>
public sealed record ImageProcessor
{
    /// <summary>Size after the resize.</summary>
    public required SizeRule Size { get; init; }

    public required PixelNormalization Normalization { get; init; }

    public PillowFilter Filter { get; init; } = PillowFilter.Bicubic;

    /// <summary>Middle that is cut out after the resize; null keeps all.</summary>
    public PixelSize? CropSize { get; init; }

    /// <summary>Whether the picture is made square first, with the mean colour around it.</summary>
    public bool PadToSquare { get; init; }

    /// <summary>CLIP: the shorter side to a length, then a square of it.</summary>
    public static ImageProcessor Clip(int side) => new()
    {
        Size = SizeRules.ShorterSide(side),
        CropSize = new(side, side),
        Normalization = PixelNormalization.Clip,
    };

    /// <summary>LLaVA 1.5: the whole picture, padded to a square.</summary>
    public static ImageProcessor Llava(int side) => Clip(side) with { PadToSquare = true };

    /// <summary>The square with the picture in its middle, if that is wanted; otherwise the picture.</summary>
    public RgbImage Squared(RgbImage image) => PadToSquare
        ? Crop.PadToSquare(image, [.. Normalization.Mean.Select(mean => (byte)(mean * 255))])
        : image;

    /// <summary>The picture after the resize.</summary>
    public RgbImage Resized(RgbImage image)
    {
        var squared = Squared(image);
        return PillowResize.Frame(squared, Size(new(squared.Width, squared.Height)), Filter);
    }

    /// <summary>The picture after resize and crop: the bytes that are normalised.</summary>
    public RgbImage Prepared(RgbImage image)
    {
        var resized = Resized(image);
        return CropSize is { } size ? Crop.Centre(resized, size) : resized;
    }

    /// <returns>Channels, rows, columns: 3 * height * width numbers, and the size.</returns>
    public (float[] Pixels, PixelSize Size) Process(RgbImage image)
    {
        var prepared = Prepared(image);
        var table = Normalization.Table();
        var plane = prepared.Width * prepared.Height;
        var pixels = new float[3 * plane];
        for (var i = 0; i < plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[channel * plane + i] = table[channel][prepared.Pixels[3 * i + channel]];
        }

        return (pixels, new(prepared.Width, prepared.Height));
    }
}
