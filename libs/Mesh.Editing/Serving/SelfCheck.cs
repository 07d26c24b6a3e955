using Mesh.Models;
using static TorchSharp.torch;

namespace Mesh.Editing.Serving;

/// <summary>Whether the networks of a model do their work on a tiny input: right shapes, finite numbers.</summary>
/// <param name="model">Its loaded parts are run, each on the smallest input it takes.</param>
/// <param name="folder">Named in messages.</param>
internal sealed class SelfCheck(EditModel model, string folder)
{
    private const double Time = 0.5;

    private readonly ModelShapes _shapes = model.Description.Shapes;

    /// <exception cref="ModelException">A network failed.</exception>
    public void Run()
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        try
        {
            if (model.Parts.HasFlag(ModelParts.Text))
                CheckText();
            if (model.Parts.HasFlag(ModelParts.Vae))
                CheckVae();
            if (model.Parts.HasFlag(ModelParts.Transformer))
                CheckTransformer();
        }
        catch (Exception error) when (error is not ModelException)
        {
            throw new ModelException($"{folder} fails its self-check: {error.Message}", error);
        }
    }

    private void CheckText()
    {
        var condition = model.Text.Encode([""]);
        Require("text encoder", condition.Tokens, [1, condition.Tokens.shape[1], _shapes.TextChannels]);
        Require("text encoder", condition.Pooled, [1, _shapes.PooledChannels]);
    }

    private void CheckVae()
    {
        var (device, dtype) = model.Place;
        var video = zeros([1, 3, 1, _shapes.Grid, _shapes.Grid], dtype, device);
        var latent = model.Vae.Encode(video);
        Require("autoencoder", latent, Latent());
        Require("autoencoder", model.Vae.Decode(latent), video.shape);
        Require("source", model.EncodeSource(new(video)), _shapes.Source(Latent(), references: 0));
    }

    private void CheckTransformer()
    {
        var (device, dtype) = model.Place;
        var latent = zeros(Latent(), device: device);
        var source = zeros(_shapes.Source(Latent(), references: 0), device: device);
        var text = new TextCondition(
            zeros([1, 2, _shapes.TextChannels], dtype, device),
            ones([1, 2], ScalarType.Int64, device),
            zeros([1, _shapes.PooledChannels], dtype, device));
        Require("transformer", model.Denoiser.Velocity(new(latent, source, text, Time)), latent.shape);
    }

    private long[] Latent() => _shapes.Latent(1, new(_shapes.Grid, _shapes.Grid, _shapes.Grid, _shapes.Grid));

    private void Require(string network, Tensor output, long[] shape)
    {
        if (!output.shape.SequenceEqual(shape))
        {
            throw new ModelException($"{folder} fails its self-check: the {network} gave "
                + $"[{string.Join(", ", output.shape)}] instead of [{string.Join(", ", shape)}].");
        }
        if (!output.isfinite().all().item<bool>())
            throw new ModelException($"{folder} fails its self-check: the {network} gave numbers that are not finite.");
    }
}
