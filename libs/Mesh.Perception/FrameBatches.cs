using Mesh.Video;
using Mesh.Video.Processors;
using static TorchSharp.torch;

namespace Mesh.Perception;

/// <summary>Frames on their way into a network.</summary>
internal static class FrameBatches
{
    /// <exception cref="ArgumentException">Too few frames, or of several sizes.</exception>
    public static PixelSize Require(IReadOnlyList<RgbImage> frames, int least = 1)
    {
        if (frames.Count < least)
            throw new ArgumentException($"At least {least} frames are needed, got {frames.Count}.", nameof(frames));

        var size = new PixelSize(frames[0].Width, frames[0].Height);
        foreach (var frame in frames)
        {
            if (new PixelSize(frame.Width, frame.Height) is var other && other != size)
                throw new ArgumentException($"Frames must be of one size, got {size} and {other}.", nameof(frames));
        }
        return size;
    }

    /// <summary>The frames as an encoder was trained to see them.</summary>
    /// <returns>[B, 3, H, W] where and in the precision the network runs.</returns>
    public static Tensor Pixels(IEnumerable<RgbImage> frames, ImageProcessor processor, Placement placement)
    {
        using var scope = NewDisposeScope();
        var pictures = frames.Select(frame =>
        {
            var (pixels, size) = processor.Process(frame);
            return tensor(pixels, [3L, size.Height, size.Width]);
        });
        return stack([.. pictures]).to(placement.DType, placement.Device).MoveToOuterDisposeScope();
    }
}
