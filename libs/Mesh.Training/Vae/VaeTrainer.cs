using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Training.Vae;

/// <summary>Reconstruction of an autoencoder: absolute and squared error, and small latents.</summary>
/// <param name="vae">Differentiable, in the element type it computes in.</param>
/// <param name="objective">Weights of the terms.</param>
public sealed class VaeTrainer(IVideoVae vae, VaeObjective objective)
{
    /// <summary>The loss of one batch; differentiable.</summary>
    /// <param name="video">[B, 3, F, H, W] in [-1, 1], float32.</param>
    public Tensor Loss(Tensor video)
    {
        using var scope = NewDisposeScope();
        var latent = vae.Encode(video);
        var error = vae.Decode(latent).to(ScalarType.Float32) - video;
        var loss = objective.Absolute * error.abs().mean()
            + objective.Squared * error.square().mean()
            + objective.Latent * latent.to(ScalarType.Float32).square().mean();
        return loss.MoveToOuterDisposeScope();
    }
}
