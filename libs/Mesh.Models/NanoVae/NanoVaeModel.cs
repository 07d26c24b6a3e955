// B batch, F frames, T latent frames, H and W sides, h = H/4, w = W/4, C latent channels

using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>
/// Small video autoencoder: a linear shortcut over patches (PCA at the start) plus a network of 2D convolutions. Frame
/// 1, frames 2-5, frames 6-9 ... are one latent frame each; space shrinks by four.
/// </summary>
/// <remarks>
/// Weights and interface are float32; the network between computes in the element type given to the constructor. The
/// parameters under "pca." are matrices of the shortcut, the rest is the network.
/// </remarks>
public sealed class NanoVaeModel : Module, IVideoVae
{
    private readonly PcaShortcut pca;
    private readonly NanoVaeEncoder encoder;
    private readonly NanoVaeDecoder decoder;
    private readonly Tensor latent_scale;  // buffer, [1]
    private readonly ScalarType _compute;

    /// <param name="config">Shape of the network.</param>
    /// <param name="compute">Element type of the network's activations; norms and the shortcut are float32.</param>
    public NanoVaeModel(NanoVaeConfig config, ScalarType compute = ScalarType.Float32)
        : base(nameof(NanoVaeModel))
    {
        config.Validate();
        Config = config;
        pca = new PcaShortcut(config.LatentChannels);
        encoder = new NanoVaeEncoder(config);
        decoder = new NanoVaeDecoder(config);
        latent_scale = ones(1);
        _compute = compute;
        RegisterComponents();
    }

    public NanoVaeConfig Config { get; }

    public int LatentChannels => Config.LatentChannels;

    public int SpatialFactor => NanoVaeConfig.Patch;

    public int TemporalFactor => NanoVaeConfig.Group;

    /// <summary>What raw latents are multiplied by; 1 until calibrated.</summary>
    public double LatentScale => latent_scale.to(ScalarType.Float64).ToDouble();

    internal PcaShortcut Pca => pca;

    /// <param name="video">[B, 3, F, H, W] in [-1, 1]; H and W multiples of 4, F = 4 (T - 1) + 1.</param>
    /// <returns>[B, C, T, h, w], float32.</returns>
    /// <exception cref="ShapeException">The video has another shape.</exception>
    public Tensor Encode(Tensor video)
    {
        if (video.shape is not [_, 3, var F, var H, var W] || F % TemporalFactor != 1
            || H % SpatialFactor != 0 || W % SpatialFactor != 0)
            throw new ShapeException(nameof(video), "[B, 3, 4 (T - 1) + 1, multiple of 4, multiple of 4]", video.shape);

        using var scope = NewDisposeScope();
        var pixels = video.to(ScalarType.Float32).permute(0, 2, 3, 4, 1).contiguous();  // [B, F, H, W, 3]
        var latent = pca.Encode(pixels) + encoder.call(pixels.to(_compute)).to(ScalarType.Float32);
        return (latent * latent_scale).permute(0, 4, 1, 2, 3).contiguous().MoveToOuterDisposeScope();
    }

    /// <param name="latent">[B, C, T, h, w].</param>
    /// <returns>[B, 3, F, H, W], about in [-1, 1], float32.</returns>
    /// <exception cref="ShapeException">The latent has another rank or channel count.</exception>
    public Tensor Decode(Tensor latent)
    {
        if (latent.shape is not [_, var C, _, _, _] || C != LatentChannels)
            throw new ShapeException(nameof(latent), $"[B, {LatentChannels}, T, h, w]", latent.shape);

        using var scope = NewDisposeScope();
        var raw = latent.to(ScalarType.Float32) / latent_scale;
        var cells = raw.permute(0, 2, 3, 4, 1).contiguous();  // [B, T, h, w, C]
        var pixels = pca.Decode(cells) + decoder.call(cells.to(_compute)).to(ScalarType.Float32);
        return pixels.permute(0, 4, 1, 2, 3).contiguous().MoveToOuterDisposeScope();
    }

    internal void SetLatentScale(double scale)
    {
        using var guard = no_grad();
        latent_scale.fill_(scale);
    }
}
