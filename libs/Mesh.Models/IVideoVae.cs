using static TorchSharp.torch;

namespace Mesh.Models;

/// <summary>Turns video into scaled latents and back.</summary>
public interface IVideoVae
{
    /// <summary>Channels of a latent.</summary>
    int LatentChannels { get; }

    /// <summary>Pixels per latent cell, along height and along width.</summary>
    int SpatialFactor { get; }

    /// <summary>T latent frames stand for TemporalFactor * (T - 1) + 1 video frames.</summary>
    int TemporalFactor { get; }

    /// <param name="video">[B, 3, F, H, W] in [-1, 1].</param>
    /// <returns>Latent multiplied by the network's scaling factor, [B, LatentChannels, T, h, w].</returns>
    Tensor Encode(Tensor video);

    /// <param name="latent">As <see cref="Encode"/> returns it, [B, LatentChannels, T, h, w].</param>
    /// <returns>[B, 3, F, H, W], about in [-1, 1].</returns>
    Tensor Decode(Tensor latent);
}
