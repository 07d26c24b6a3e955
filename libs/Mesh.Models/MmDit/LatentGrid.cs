using static TorchSharp.torch;

namespace Mesh.Models.MmDit;

/// <summary>Tokens of a latent: how many along each axis, and how many latent cells each.</summary>
/// <param name="T">Tokens along time.</param>
/// <param name="H">Tokens along height.</param>
/// <param name="W">Tokens along width.</param>
/// <param name="Patch">Latent cells of one token along the three axes.</param>
internal sealed record LatentGrid(long T, long H, long W, IReadOnlyList<int> Patch)
{
    public long Tokens => T * H * W;

    /// <param name="latent">[B, C, T, h, w].</param>
    /// <param name="patch">Latent cells of one token.</param>
    /// <exception cref="Mesh.Tensors.ShapeException">The latent is not a whole number of patches.</exception>
    public static LatentGrid Of(Tensor latent, IReadOnlyList<int> patch)
    {
        if (latent.shape is not [_, _, var t, var h, var w] || t % patch[0] + h % patch[1] + w % patch[2] != 0)
        {
            throw new Tensors.ShapeException(
                nameof(latent), $"[B, C, T, h, w] in patches of {string.Join('x', patch)}", latent.shape);
        }

        return new LatentGrid(t / patch[0], h / patch[1], w / patch[2], patch);
    }

    /// <summary>Cuts a latent into tokens; the values of a token are channel-major.</summary>
    /// <param name="latent">[B, C, T, h, w].</param>
    /// <returns>[B, L, C * patch volume].</returns>
    public Tensor Patchify(Tensor latent)
    {
        var (B, C) = (latent.shape[0], latent.shape[1]);
        using var scope = NewDisposeScope();
        return latent.reshape(B, C, T, Patch[0], H, Patch[1], W, Patch[2])
            .permute(0, 2, 4, 6, 1, 3, 5, 7)
            .reshape(B, Tokens, -1)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The inverse of <see cref="Patchify"/>.</summary>
    /// <param name="tokens">[B, L, C * patch volume].</param>
    /// <param name="channels">C.</param>
    /// <returns>[B, C, T, h, w].</returns>
    public Tensor Unpatchify(Tensor tokens, long channels)
    {
        using var scope = NewDisposeScope();
        return tokens.view(tokens.shape[0], T, H, W, channels, Patch[0], Patch[1], Patch[2])
            .permute(0, 4, 1, 5, 2, 6, 3, 7)
            .reshape(tokens.shape[0], channels, T * Patch[0], H * Patch[1], W * Patch[2])
            .MoveToOuterDisposeScope();
    }
}
