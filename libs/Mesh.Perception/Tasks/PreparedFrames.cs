using Mesh.Perception.Archives;
using Mesh.Video;
using static TorchSharp.torch;

namespace Mesh.Perception.Tasks;

/// <summary>Frames as the input of an archive.</summary>
/// <param name="Pixels">float32, [T, 3, H, W], with padding.</param>
/// <param name="Size">Of a frame in it, without padding.</param>
internal sealed record PreparedFrames(Tensor Pixels, PixelSize Size)
{
    /// <summary>Padding around the frames is at the right and at the bottom.</summary>
    public long PaddedHeight => Pixels.shape[2];

    public long PaddedWidth => Pixels.shape[3];

    /// <exception cref="PerceptionException">A setting of the manifest is unknown, or a frame too small.</exception>
    public static PreparedFrames Of(IEnumerable<RgbImage> frames, ArchiveManifest manifest)
    {
        using var scope = NewDisposeScope();
        try
        {
            var prepared = frames.Select(manifest.Pre.Prepare).ToList();
            var pixels = stack([.. prepared.Select(frame => frame.Pixels)]);
            return new(pixels.MoveToOuterDisposeScope(), prepared[0].Size);
        }
        catch (FormatException error)
        {
            throw new PerceptionException($"{manifest.Name}: {error.Message}", error);
        }
    }

    /// <summary>Cuts padding away and resizes to the size of the frames.</summary>
    /// <param name="maps">[B, C, padded height, padded width].</param>
    /// <param name="frame">Size wanted.</param>
    /// <returns>[B, C, height, width].</returns>
    public Tensor Restored(Tensor maps, PixelSize frame)
    {
        using var scope = NewDisposeScope();
        var cut = maps.narrow(2, 0, Size.Height).narrow(3, 0, Size.Width);
        return (Size == frame ? cut : nn.functional.interpolate(
            cut, size: [frame.Height, frame.Width], mode: InterpolationMode.Bilinear,
            align_corners: false)).MoveToOuterDisposeScope();
    }
}
