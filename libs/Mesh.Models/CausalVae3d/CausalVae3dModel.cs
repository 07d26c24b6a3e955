// B batch, F frames, T latent frames, H and W sides in pixels, h and w in latent cells, C latent channels

using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>The causal 3D video autoencoder of HunyuanVideo; state-dict keys are the published ones.</summary>
/// <remarks>
/// HunyuanVideo report, arXiv:2412.03603, section 4.1. Group norms span time, so an early latent does depend on late
/// frames. Tiled results are not equal to untiled ones: the published transformers were trained on tiled latents.
/// </remarks>
public sealed class CausalVae3dModel : Module, IVideoVae
{
    private readonly VaeEncoder3d encoder;
    private readonly VaeDecoder3d decoder;
    private readonly Conv3d quant_conv;
    private readonly Conv3d post_quant_conv;
    private readonly bool _tiled;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <param name="tiled">Whether videos beyond the size of a tile are cut into tiles.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public CausalVae3dModel(CausalVae3dConfig config, Layers? layers = null, bool tiled = true)
        : base(nameof(CausalVae3dModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        encoder = new VaeEncoder3d(config, layers);
        decoder = new VaeDecoder3d(config, layers);
        var C = config.LatentChannels;
        quant_conv = Conv3d(2 * C, 2 * C, 1, device: layers.Device, dtype: layers.DType);
        post_quant_conv = Conv3d(C, C, 1, device: layers.Device, dtype: layers.DType);
        _tiled = tiled;
        RegisterComponents();
    }

    public CausalVae3dConfig Config { get; }

    public int LatentChannels => Config.LatentChannels;

    public int SpatialFactor => Config.SpatialFactor;

    public int TemporalFactor => Config.TemporalFactor;

    /// <summary>Mean and log-variance of the latent, unscaled.</summary>
    /// <param name="video">[B, 3, F, H, W] in [-1, 1]; cast to the element type of the weights.</param>
    /// <returns>[B, 2C, T, h, w].</returns>
    /// <exception cref="ShapeException">The video has another rank or channel count.</exception>
    public Tensor Moments(Tensor video)
    {
        Require(video, Config.VideoChannels, nameof(video));
        using var scope = NewDisposeScope();
        var x = video.to(quant_conv.weight.dtype);
        return (_tiled ? Config.EncodeTiles(EncodeTile).Over(x) : EncodeTile(x)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>The mode of the distribution: its mean.</remarks>
    /// <exception cref="ShapeException">The video has another rank or channel count.</exception>
    public Tensor Encode(Tensor video)
    {
        using var scope = NewDisposeScope();
        return (Moments(video).narrow(1, 0, LatentChannels) * Config.ScalingFactor).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The latent has another rank or channel count.</exception>
    public Tensor Decode(Tensor latent)
    {
        Require(latent, LatentChannels, nameof(latent));
        using var scope = NewDisposeScope();
        var x = (latent / Config.ScalingFactor).to(quant_conv.weight.dtype);
        return (_tiled ? Config.DecodeTiles(DecodeTile).Over(x) : DecodeTile(x)).MoveToOuterDisposeScope();
    }

    private Tensor EncodeTile(Tensor x) => quant_conv.call(encoder.call(x));

    private Tensor DecodeTile(Tensor x) => decoder.call(post_quant_conv.call(x));

    private static void Require(Tensor x, int channels, string name)
    {
        if (x.shape is not [_, var actual, _, _, _] || actual != channels)
            throw new ShapeException(name, $"[B, {channels}, T, H, W]", x.shape);
    }
}
