using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing.Caching;

/// <summary>An autoencoder that encodes each clip and each picture once.</summary>
/// <param name="network">The autoencoder; it may be another object at every call.</param>
/// <param name="shapes">What its latents are like.</param>
/// <param name="cache">Keeps what it made.</param>
internal sealed class CachedVae(Func<IVideoVae> network, ModelShapes shapes, TensorCache cache) : IVideoVae
{
    public int LatentChannels => shapes.LatentChannels;

    public int SpatialFactor => shapes.SpatialFactor;

    public int TemporalFactor => shapes.TemporalFactor;

    public Tensor Encode(Tensor video) =>
        cache.Get($"video {ContentHash.Of(video)}", () => [network().Encode(video)])[0];

    public Tensor Decode(Tensor latent) => network().Decode(latent);
}
