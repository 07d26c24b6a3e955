// B batch, F frames, T latent frames, H and W sides in pixels, h and w in latent cells, C latent channels

using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>The causal video autoencoder of Wan; state-dict keys are the published ones.</summary>
/// <remarks>
/// Wan report, arXiv:2503.20314, section 4.1. Strictly causal: a video goes through chunk by chunk, the first frame
/// alone, and each temporal layer remembers what it saw, so memory does not grow with length.
/// </remarks>
public sealed class WanVaeModel : Module, IVideoVae
{
    private readonly WanEncoder encoder;
    private readonly WanCausalConv conv1;
    private readonly WanCausalConv conv2;
    private readonly WanDecoder decoder;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public WanVaeModel(WanVaeConfig config, Layers? layers = null)
        : base(nameof(WanVaeModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        var C = config.LatentChannels;
        encoder = new WanEncoder(config, layers);
        conv1 = new WanCausalConv(2 * C, 2 * C, 1, 1, layers);
        conv2 = new WanCausalConv(C, C, 1, 1, layers);
        decoder = new WanDecoder(config, layers);
        RegisterComponents();
    }

    public WanVaeConfig Config { get; }

    public int LatentChannels => Config.LatentChannels;

    public int SpatialFactor => Config.SpatialFactor;

    public int TemporalFactor => Config.TemporalFactor;

    /// <inheritdoc/>
    /// <remarks>The mean of the distribution. Frames beyond the last whole chunk are left out.</remarks>
    /// <exception cref="ShapeException">The video has another rank or channel count.</exception>
    public Tensor Encode(Tensor video)
    {
        Require(video, Config.VideoChannels, nameof(video));
        using var scope = NewDisposeScope();
        using var cache = new ChunkCache();
        var x = video.to(DType);
        var latents = new List<Tensor> { encoder.call(x.narrow(2, 0, 1), cache) };
        for (var at = 1L; at + TemporalFactor <= x.shape[2]; at += TemporalFactor)
            latents.Add(encoder.call(x.narrow(2, at, TemporalFactor), cache));

        var mean = conv1.call(cat(latents, 2), cache).narrow(1, 0, LatentChannels);
        return ((mean - Channels(Config.LatentMean, mean)) / Channels(Config.LatentStd, mean))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The latent has another rank or channel count.</exception>
    public Tensor Decode(Tensor latent)
    {
        Require(latent, LatentChannels, nameof(latent));
        using var scope = NewDisposeScope();
        using var cache = new ChunkCache();
        var raw = latent * Channels(Config.LatentStd, latent) + Channels(Config.LatentMean, latent);
        var x = conv2.call(raw.to(DType), cache);
        var frames = new List<Tensor>();
        for (var t = 0L; t < x.shape[2]; t++)
            frames.Add(decoder.call(x.narrow(2, t, 1), cache));
        return cat(frames, 2).MoveToOuterDisposeScope();
    }

    private ScalarType DType => conv1.parameters().First().dtype;

    private static Tensor Channels(IReadOnlyList<double> values, Tensor like) =>
        tensor([.. values], like.dtype, like.device).view(1, -1, 1, 1, 1);

    private static void Require(Tensor x, int channels, string name)
    {
        if (x.shape is not [_, var actual, > 0, _, _] || actual != channels)
            throw new ShapeException(name, $"[B, {channels}, T, H, W]", x.shape);
    }
}
