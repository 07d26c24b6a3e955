namespace Mesh.Video.Perception;

/// <summary>Tells how far away everything in a frame is.</summary>
/// <remarks>Implementations may be called from several threads; calls on one network run one after another.</remarks>
public interface IDepthEstimator
{
    /// <summary>What made the maps, with its version.</summary>
    string Name { get; }

    /// <param name="frames">At least one, all of one size, in the order in which they are shown.</param>
    /// <param name="cancellation">Ends the work between batches.</param>
    /// <returns>One map of the frame's size for each frame.</returns>
    /// <exception cref="ArgumentException">There is no frame, or the sizes differ.</exception>
    IReadOnlyList<DepthMap> Estimate(IReadOnlyList<RgbImage> frames, CancellationToken cancellation = default);
}

/// <summary>Depth of every pixel of a frame.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Nearness">
/// Height * Width numbers, rows from top to bottom: relative inverse depth, 0 or more, larger is nearer; scale and
/// shift mean nothing.
/// </param>
public sealed record DepthMap(int Width, int Height, float[] Nearness)
{
    /// <summary>As a grey picture: black is the farthest pixel of this map and white the nearest.</summary>
    public RgbImage ToImage()
    {
        var image = new RgbImage(Width, Height);
        var (far, near) = (Nearness.Min(), Nearness.Max());
        var scale = near > far ? byte.MaxValue / (near - far) : 0;
        for (var i = 0; i < Nearness.Length; i++)
            image.Pixels.AsSpan(3 * i, 3).Fill((byte)Math.Round((Nearness[i] - far) * scale));
        return image;
    }
}
