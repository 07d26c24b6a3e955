namespace Mesh.Training.Recipes;

/// <summary>From pixels to latent cells and tokens.</summary>
/// <param name="Spatial">Pixels of a latent cell along height and width.</param>
/// <param name="Temporal">Frames of a latent cell after the first, which is alone.</param>
public sealed record LatentScale(int Spatial, int Temporal)
{
    /// <summary>HunyuanVideo's autoencoder, arXiv:2412.03603, section 4.1.</summary>
    public static LatentScale Hunyuan { get; } = new(8, 4);

    /// <returns>(T, h, w) of the latent.</returns>
    public (int T, int H, int W) Of(ClipBucket clip) =>
        ((clip.Frames - 1) / Temporal + 1, clip.Height / Spatial, clip.Width / Spatial);

    /// <summary>Tokens of one stream of video; a row or column that fills no patch is left out.</summary>
    public long Tokens(ClipBucket clip, IReadOnlyList<int> patch)
    {
        var (t, h, w) = Of(clip);
        return (long)(t / patch[0]) * (h / patch[1]) * (w / patch[2]);
    }
}
