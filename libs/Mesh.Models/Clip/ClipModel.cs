// B texts, I images, E shared channels

using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>Texts and images in one space, in which near means alike.</summary>
/// <remarks>Radford et al. 2021, arXiv:2103.00020, figure 3.</remarks>
public sealed class ClipModel : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly ClipTextTransformer text_model;
    private readonly ClipVisionTransformer vision_model;
    private readonly Module<Tensor, Tensor> text_projection;
    private readonly Module<Tensor, Tensor> visual_projection;
    private readonly Parameter logit_scale;  // logarithm of the factor on the cosine

    public ClipModel(ClipConfig config, Layers? layers = null)
        : base(nameof(ClipModel))
    {
        layers ??= Layers.Default;
        text_model = new ClipTextTransformer(config.Text, layers);
        vision_model = new ClipVisionTransformer(config.Vision, layers);
        text_projection = layers.Linear(nameof(text_projection), config.Text.HiddenSize, config.Channels, bias: false);
        visual_projection = layers.Linear(
            nameof(visual_projection), config.Vision.HiddenSize, config.Channels, bias: false);
        logit_scale = Parameter(tensor(Math.Log(1 / 0.07), layers.DType, layers.Device));
        RegisterComponents();
    }

    /// <param name="ids">Token ids of the texts, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding, [B, L].</param>
    /// <returns>[B, E], of length 1.</returns>
    public Tensor EmbedText(Tensor ids, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        return Unit(text_projection.call(text_model.call(ids, mask).Pooled)).MoveToOuterDisposeScope();
    }

    /// <param name="pixels">Images normalised as the network was trained, [I, 3, S, S].</param>
    /// <returns>[I, E], of length 1.</returns>
    public Tensor EmbedImage(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        return Unit(visual_projection.call(vision_model.call(pixels).Pooled)).MoveToOuterDisposeScope();
    }

    /// <summary>How well each image fits each text: the scaled cosine, which PickScore calls the score.</summary>
    /// <param name="pixels">[I, 3, S, S].</param>
    /// <param name="ids">[B, L].</param>
    /// <param name="mask">[B, L].</param>
    /// <returns>[B, I]; its softmax over the images is the probability of each to be preferred.</returns>
    public override Tensor forward(Tensor pixels, Tensor ids, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        return (EmbedText(ids, mask).matmul(EmbedImage(pixels).t()) * logit_scale.exp()).MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor x) => x / x.norm(-1, keepdim: true);
}
