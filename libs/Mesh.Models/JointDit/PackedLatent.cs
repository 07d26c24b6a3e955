using static TorchSharp.torch;

namespace Mesh.Models.JointDit;

/// <summary>A latent as one token for each 2x2 cells.</summary>
public static class PackedLatent
{
    private const int Side = 2;

    /// <param name="latent">[B, C, h, w]; sides are even.</param>
    /// <returns>[B, h/2 w/2, 4 C]; channels of a token in the order C, row, column.</returns>
    public static Tensor Pack(Tensor latent)
    {
        using var scope = NewDisposeScope();
        var (B, C, h, w) = (latent.shape[0], latent.shape[1], latent.shape[2] / Side, latent.shape[3] / Side);
        return latent.view(B, C, h, Side, w, Side).permute(0, 2, 4, 1, 3, 5).reshape(B, h * w, C * Side * Side)
            .MoveToOuterDisposeScope();
    }

    /// <param name="tokens">[B, h/2 w/2, 4 C].</param>
    /// <param name="height">h cells.</param>
    /// <param name="width">w cells.</param>
    /// <returns>[B, C, h, w].</returns>
    public static Tensor Unpack(Tensor tokens, long height, long width)
    {
        using var scope = NewDisposeScope();
        var (B, C) = (tokens.shape[0], tokens.shape[2] / (Side * Side));
        return tokens.view(B, height / Side, width / Side, C, Side, Side).permute(0, 3, 1, 4, 2, 5)
            .reshape(B, C, height, width).MoveToOuterDisposeScope();
    }
}
