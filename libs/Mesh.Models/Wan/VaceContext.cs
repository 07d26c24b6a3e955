using static TorchSharp.torch;

namespace Mesh.Models.Wan;

// F frames, T latent frames, H and W sides in pixels, h and w in latent cells, C latent channels, R references

/// <summary>Turns a clip, its mask and its references into the context of VACE.</summary>
/// <remarks>
/// Jiang et al. 2025, arXiv:2503.07598, section 3.2: what stays and what changes are encoded apart. The split takes the
/// mask as black or white, the mask channels keep its grey.
/// </remarks>
public static class VaceContext
{
    private const double Half = 0.5;

    /// <summary>Channels of the context of an autoencoder.</summary>
    public static int Channels(IVideoVae vae) => Channels(vae.LatentChannels, vae.SpatialFactor);

    /// <param name="latentChannels">Channels of a latent.</param>
    /// <param name="spatialFactor">Pixels per latent cell, along each side.</param>
    public static int Channels(int latentChannels, int spatialFactor) =>
        2 * latentChannels + spatialFactor * spatialFactor;

    /// <param name="vae">Encodes.</param>
    /// <param name="clip">What to encode.</param>
    /// <returns>float32, [1, 2 C + cells, R + T, h, w]: kept, changed, mask; owned by the caller.</returns>
    public static Tensor Encode(IVideoVae vae, SourceClip clip)
    {
        using var scope = NewDisposeScope();
        var video = clip.Video;
        var mask = clip.Mask ?? ones_like(video.narrow(1, 0, 1));          // [1, 1, F, H, W]
        var changes = mask.gt(Half).to(video.dtype);
        var kept = Encoded(vae, video * (1 - changes));                    // [1, C, T, h, w]
        var changed = Encoded(vae, video * changes);
        var context = cat([kept, changed, Cells(mask, vae.SpatialFactor, kept.shape[2])], 1);
        return cat([.. clip.References.Select(picture => Reference(vae, picture, context)), context], 2)
            .MoveToOuterDisposeScope();
    }

    // A reference is kept, changes nothing and has no mask.
    private static Tensor Reference(IVideoVae vae, Tensor picture, Tensor context)
    {
        var latent = Encoded(vae, picture);
        var rest = context.shape[1] - latent.shape[1];
        return cat([latent, zeros([1, rest, 1, .. latent.shape.AsSpan(3)], latent.dtype, latent.device)], 1);
    }

    private static Tensor Encoded(IVideoVae vae, Tensor video) => vae.Encode(video).to(ScalarType.Float32);

    // The pixels of a latent cell become channels, row by row; of the frames of a latent frame one is taken.
    private static Tensor Cells(Tensor mask, int factor, long length)
    {
        var (F, H, W) = (mask.shape[2], mask.shape[3], mask.shape[4]);
        var cells = mask.to(ScalarType.Float32).view(F, H / factor, factor, W / factor, factor)
            .permute(2, 4, 0, 1, 3)                                        // [row, column, F, h, w]
            .reshape(factor * factor, F, H / factor, W / factor);
        long[] frames = [.. Enumerable.Range(0, (int)length).Select(t => Nearest(t, F, length))];
        return cells.index_select(1, tensor(frames, device: mask.device)).unsqueeze(0);
    }

    private static long Nearest(int t, long frames, long length) =>
        Math.Min(frames - 1, (long)Math.Floor((t + Half) * frames / length));
}
