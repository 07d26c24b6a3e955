// B batch, L tokens, I images, N features of an image, C hidden size

using Mesh.Models.Clip;
using Mesh.Models.Llama;
using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llava;

/// <summary>A language model that sees images between its words.</summary>
public sealed class LlavaModel : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly ClipVisionModel vision_tower;
    private readonly LlavaProjector multi_modal_projector;
    private readonly LlamaLanguageModel language_model;

    public LlavaModel(LlavaConfig config, Layers? layers = null)
        : base(nameof(LlavaModel))
    {
        layers ??= Layers.Default;
        Config = config;
        vision_tower = new ClipVisionModel(config.Vision, layers);
        multi_modal_projector = new LlavaProjector(config, layers);
        language_model = new LlamaLanguageModel(config.Text, layers);
        RegisterComponents();
    }

    public LlavaConfig Config { get; }

    /// <param name="ids">Token ids, every image as N times its token, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding on either side, int64, [B, L].</param>
    /// <param name="pixels">Images in the order in which they are read, [I, 3, S, S]; null without any.</param>
    /// <returns>Scores of the token that follows each, [B, L, V].</returns>
    /// <exception cref="ShapeException">There are more or fewer image tokens than features.</exception>
    public override Tensor forward(Tensor ids, Tensor mask, Tensor? pixels)
    {
        using var scope = NewDisposeScope();
        return language_model.Scores(States(ids, mask, pixels)).MoveToOuterDisposeScope();
    }

    /// <summary>The states behind the final norm, [B, L, C].</summary>
    /// <inheritdoc cref="forward"/>
    public Tensor States(Tensor ids, Tensor mask, Tensor? pixels)
    {
        using var scope = NewDisposeScope();
        return language_model.model.States(Embed(ids, pixels), mask, cache: null).MoveToOuterDisposeScope();
    }

    /// <summary>Continues prompts as <see cref="LlamaLanguageModel.Generate"/> does, with images among them.</summary>
    /// <param name="ids">Prompts, padded at the left, every image as N times its token, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding, int64, [B, L].</param>
    /// <param name="pixels">Images in the order in which they are read, [I, 3, S, S]; null without any.</param>
    /// <param name="options">When to stop and how to choose.</param>
    /// <param name="onStep">Sees every step while it happens; null for none.</param>
    /// <returns>New tokens of each row, without the stop token.</returns>
    public IReadOnlyList<long[]> Generate(
        Tensor ids, Tensor mask, Tensor? pixels, GenerationOptions options, GenerationStep? onStep = null)
    {
        using var scope = NewDisposeScope();
        return language_model.Continue(Embed(ids, pixels), mask, options, onStep);
    }

    /// <summary>Features of images as the language model sees them.</summary>
    /// <param name="pixels">[I, 3, S, S].</param>
    /// <returns>[I, N, C].</returns>
    public Tensor Features(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var tokens = vision_tower.After(pixels, Config.Vision.NumLayers - Config.SkippedVisionLayers);
        var kept = Config.KeepClassToken ? tokens : tokens.narrow(1, 1, tokens.shape[1] - 1);
        return multi_modal_projector.call(kept).MoveToOuterDisposeScope();
    }

    private Tensor Embed(Tensor ids, Tensor? pixels)
    {
        using var scope = NewDisposeScope();
        var x = language_model.model.Embed(ids);
        var isImage = ids.eq(Config.ImageId);
        var expected = isImage.sum().ToInt64();
        var actual = (pixels?.shape[0] ?? 0) * Config.ImageTokens;
        if (expected != actual)
            throw new ShapeException(nameof(pixels), $"images with {expected} features in all", [actual]);
        if (pixels is not null)
            x = x.masked_scatter(isImage.unsqueeze(-1), Features(pixels).to(x.dtype));
        return x.MoveToOuterDisposeScope();
    }
}
