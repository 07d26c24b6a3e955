// B batch, H and W sides in pixels, h and w in latent cells, C latent channels

using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>FLUX's picture autoencoder; state-dict keys are those that diffusers publishes.</summary>
public sealed class FluxVaeModel : Module
{
    private readonly FluxEncoder encoder;
    private readonly FluxDecoder decoder;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public FluxVaeModel(FluxVaeConfig config, Layers? layers = null)
        : base(nameof(FluxVaeModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        encoder = new FluxEncoder(config, layers);
        decoder = new FluxDecoder(config, layers);
        RegisterComponents();
    }

    public FluxVaeConfig Config { get; }

    /// <param name="picture">[B, 3, H, W] in [-1, 1]; sides are multiples of the spatial factor.</param>
    /// <returns>The mode of the distribution, shifted and scaled, [B, C, h, w]; owned by the caller.</returns>
    /// <exception cref="ShapeException">The picture has another rank or channel count.</exception>
    public Tensor Encode(Tensor picture)
    {
        Require(picture, Config.PictureChannels, nameof(picture));
        using var scope = NewDisposeScope();
        var mean = encoder.call(picture).narrow(1, 0, Config.LatentChannels);
        return ((mean - Config.Shift) * Config.Scale).MoveToOuterDisposeScope();
    }

    /// <param name="latent">As <see cref="Encode"/> returns it, [B, C, h, w].</param>
    /// <returns>[B, 3, H, W], about in [-1, 1]; owned by the caller.</returns>
    /// <exception cref="ShapeException">The latent has another rank or channel count.</exception>
    public Tensor Decode(Tensor latent)
    {
        Require(latent, Config.LatentChannels, nameof(latent));
        using var scope = NewDisposeScope();
        return decoder.call(latent / Config.Scale + Config.Shift).MoveToOuterDisposeScope();
    }

    private static void Require(Tensor x, int channels, string name)
    {
        if (x.shape is not [_, var actual, > 0, > 0] || actual != channels)
            throw new ShapeException(name, $"[B, {channels}, H, W]", x.shape);
    }
}
