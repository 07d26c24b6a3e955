using static TorchSharp.torch;

namespace Mesh.Editing.Windows;

/// <summary>Frames as the networks see them, and back.</summary>
internal static class ClipTensor
{
    /// <summary>Pads at the right, at the bottom and in time by repeating the last column, row and frame.</summary>
    /// <param name="frames">At least one, all of the working size.</param>
    /// <param name="size">The working size.</param>
    /// <param name="length">Frames of the clip, at least as many as there are.</param>
    /// <returns>[1, 3, length, PaddedHeight, PaddedWidth] in [-1, 1].</returns>
    public static Tensor Of(IReadOnlyList<PlanarFrame> frames, WorkingSize size, int length)
    {
        var (H, W) = (size.PaddedHeight, size.PaddedWidth);
        var samples = new float[3 * length * H * W];
        for (var channel = 0; channel < 3; channel++)
        {
            for (var f = 0; f < length; f++)
            {
                var plane = frames[Math.Min(f, frames.Count - 1)].Plane(channel);
                FillPadded(plane, size, samples.AsSpan((channel * length + f) * H * W, H * W));
            }
        }
        return tensor(samples, [1, 3, length, H, W]);
    }

    /// <summary>A mask, padded as the frames are.</summary>
    /// <returns>[1, 1, length, PaddedHeight, PaddedWidth] in [0, 1], from the first channel.</returns>
    public static Tensor Mask(IReadOnlyList<PlanarFrame> mask, WorkingSize size, int length)
    {
        using var scope = NewDisposeScope();
        return ((Of(mask, size, length).narrow(1, 0, 1) + 1) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>The first frames of a decoded clip without the padding.</summary>
    /// <param name="video">[1, 3, F, PaddedHeight, PaddedWidth] in [-1, 1].</param>
    /// <param name="size">The working size.</param>
    /// <param name="count">Frames wanted, at most F.</param>
    public static IReadOnlyList<PlanarFrame> Frames(Tensor video, WorkingSize size, int count)
    {
        using var scope = NewDisposeScope();
        var picture = video[0].narrow(1, 0, count).narrow(2, 0, size.Height).narrow(3, 0, size.Width);
        var samples = ((picture.to(ScalarType.Float32) + 1) / 2).clamp(0, 1)
            .transpose(0, 1).contiguous().cpu().data<float>().ToArray();  // F, 3, H, W

        var frameSize = 3 * size.Height * size.Width;
        return [.. Enumerable.Range(0, count).Select(f =>
            new PlanarFrame(size.Width, size.Height, samples[(f * frameSize)..((f + 1) * frameSize)]))];
    }

    private static void FillPadded(ReadOnlySpan<float> plane, WorkingSize size, Span<float> padded)
    {
        for (var y = 0; y < size.PaddedHeight; y++)
        {
            var from = plane.Slice(Math.Min(y, size.Height - 1) * size.Width, size.Width);
            var to = padded.Slice(y * size.PaddedWidth, size.PaddedWidth);
            for (var x = 0; x < to.Length; x++)
                to[x] = 2 * from[Math.Min(x, from.Length - 1)] - 1;
        }
    }
}
