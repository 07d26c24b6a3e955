using Mesh.Video;
using Mesh.Video.Processors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Perception.Archives;

/// <summary>How a frame becomes the input of a network.</summary>
public sealed record FramePreparation
{
    private const int Bytes = 255;

    /// <summary>none, short:N, long:N, lower:N (short side, to multiples) or exact:HxW.</summary>
    public string Resize { get; init; } = "none";

    /// <summary>bicubic or bilinear, antialiased as Pillow does it.</summary>
    public string Filter { get; init; } = "bicubic";

    /// <summary>Bilinear without antialiasing, the corners of both sizes on each other.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Side of the square that is cut from the middle; null keeps all.</summary>
    public int? Crop { get; init; }

    /// <summary>Sides become multiples of this; by padding unless <see cref="Resize"/> is lower.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>The largest value of a byte: 1 or 255.</summary>
    public double Range { get; init; } = 1;

    /// <summary>Three means and three deviations, subtracted and divided after the range; null for none.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? MeanStd { get; init; }

    /// <summary>Prepares a frame.</summary>
    /// <returns>float32, [3, H, W], the real size before padding at the right and bottom.</returns>
    /// <exception cref="FormatException">A setting is none of those that are known.</exception>
    public (Tensor Pixels, PixelSize Size) Prepare(RgbImage frame)
    {
        using var scope = NewDisposeScope();
        var to = SizeOf(new(frame.Width, frame.Height));
        var x = AlignCorners ? Aligned(frame, to) : Planes(PillowResize.Frame(frame, to, FilterKind()));
        if (Crop is { } side)
            (x, to) = (Middle(x, side), new(side, side));
        x = x * (Range / Bytes);
        if (MeanStd is [{ Count: 3 } mean, { Count: 3 } deviation])
            x = (x - Column(mean)) / Column(deviation);
        var (right, bottom) = (Lack(to.Width), Lack(to.Height));
        if (right > 0 || bottom > 0)
            x = functional.pad(x.unsqueeze(0), [0, right, 0, bottom], PaddingModes.Replicate).squeeze(0);
        return (x.MoveToOuterDisposeScope(), to);
    }

    private PixelSize SizeOf(PixelSize from)
    {
        if (Resize == "none")
            return from;
        var parts = Resize.Split(':');
        if (parts is ["exact", var both] && both.Split('x') is [var high, var wide])
            return new(Number(wide), Number(high));
        if (parts is not [var rule, var length])
            throw Unknown();
        var (shorter, longer) = (Math.Min(from.Width, from.Height), Math.Max(from.Width, from.Height));
        return rule switch
        {
            "short" => SizeRules.ShorterSide(Number(length))(from),
            "long" => Scaled(from, Math.Min(1, (double)Number(length) / longer), 1),
            "lower" => Scaled(from, (double)Number(length) / shorter, Multiple),
            _ => throw Unknown(),
        };
    }

    private static PixelSize Scaled(PixelSize from, double scale, int multiple) =>
        new(Side(from.Width * scale, multiple), Side(from.Height * scale, multiple));

    private static int Side(double length, int multiple) =>
        Math.Max(multiple, (int)Math.Round(length / multiple, MidpointRounding.ToEven) * multiple);

    private int Lack(int side) => (Multiple - side % Multiple) % Multiple;

    private PillowFilter FilterKind() => Filter switch
    {
        "bicubic" => PillowFilter.Bicubic,
        "bilinear" => PillowFilter.Bilinear,
        _ => throw new FormatException($"filter must be bicubic or bilinear, got {Filter}."),
    };

    private FormatException Unknown() =>
        new($"resize must be none, short:N, long:N, lower:N or exact:HxW, got {Resize}.");

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Tensor Aligned(RgbImage frame, PixelSize to) => functional.interpolate(
        Planes(frame).unsqueeze(0), size: [to.Height, to.Width], mode: InterpolationMode.Bilinear, align_corners: true)
        .squeeze(0);

    private static Tensor Middle(Tensor x, int side)
    {
        if (x.shape[1] < side || x.shape[2] < side)
            throw new FormatException(
                $"A crop of {side} needs at least as many pixels, got {x.shape[2]}x{x.shape[1]}.");
        return x.narrow(1, (x.shape[1] - side) / 2, side).narrow(2, (x.shape[2] - side) / 2, side);
    }

    private static Tensor Column(IReadOnlyList<double> values) =>
        tensor([.. values.Select(value => (float)value)], [3L, 1, 1]);

    private static Tensor Planes(RgbImage frame) => tensor(frame.Pixels, [(long)frame.Height, frame.Width, 3L])
        .permute(2, 0, 1).to(ScalarType.Float32);
}
