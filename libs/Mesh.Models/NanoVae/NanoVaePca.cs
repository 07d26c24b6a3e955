// B clips, M patches, P values of a patch, C latent channels

using static TorchSharp.torch;

namespace Mesh.Models.NanoVae;

/// <summary>Starts the shortcut of a <see cref="NanoVaeModel"/> at the principal components of patches.</summary>
public static class NanoVaePca
{
    /// <summary>
    /// Sets projection and its transpose, for frame 1 and for the groups of four frames. Each is divided by one number,
    /// the mean standard deviation of the kept components, so that latents are about 1.
    /// </summary>
    /// <param name="model">The model; its network is left alone.</param>
    /// <param name="clips">Sample clips, [B, 3, F, H, W] in [-1, 1], F at least 5.</param>
    /// <exception cref="ArgumentException">The clips have one frame, so the groups have no sample.</exception>
    public static void Initialise(NanoVaeModel model, Tensor clips)
    {
        if (clips.shape[2] <= NanoVaeConfig.Group)
            throw new ArgumentException($"PCA needs clips of 5 or more frames, got {clips.shape[2]}.");

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var pixels = clips.to(ScalarType.Float32).permute(0, 2, 3, 4, 1).contiguous();
        Fit(FrameGroups.First(pixels, NanoVaeConfig.Patch), model.Pca.first_in, model.Pca.first_out);
        Fit(FrameGroups.Rest(pixels, NanoVaeConfig.Patch), model.Pca.rest_in, model.Pca.rest_out);
    }

    private static void Fit(Tensor cells, CellLinear project, CellLinear rebuild)
    {
        using var scope = NewDisposeScope();
        var patches = cells.flatten(0, -2);  // [M, P]
        var mean = patches.mean([0]);
        var centred = patches - mean;
        var covariance = centred.transpose(0, 1).matmul(centred).to(ScalarType.Float64) / patches.shape[0];
        var (values, vectors) = linalg.eigh(covariance);  // rising

        var C = project.Weight.shape[0];
        var P = patches.shape[1];
        var components = Oriented(vectors.narrow(1, P - C, C).flip(1));  // [P, C], largest first
        var scale = values.narrow(0, P - C, C).clamp_min(0).sqrt().mean().clamp_min(1e-6);

        var weight = (components / scale).transpose(0, 1).to(ScalarType.Float32);
        project.Weight.copy_(weight);
        project.Bias.copy_(weight.mv(mean).neg());
        rebuild.Weight.copy_(components * scale);
        rebuild.Bias.copy_(mean);
    }

    // An eigenvector has no sign: the largest entry is made positive, so that the same clips give the same weights.
    private static Tensor Oriented(Tensor vectors)
    {
        var largest = vectors.abs().argmax(0, keepdim: true);  // [1, C]
        return vectors * vectors.gather(0, largest).sign();
    }
}
