// B batch, L tokens, C hidden size, V vocabulary

using Mesh.Models.Llama;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>Qwen2.5-VL: a language model that sees pictures and videos between its words.</summary>
public sealed class QwenVlModel : Module<QwenVlInput, Tensor>
{
    private readonly QwenVlVision visual;
    private readonly LlamaModel model;
    private readonly Module<Tensor, Tensor>? lm_head;

    /// <exception cref="ArgumentException">Sizes do not fit together.</exception>
    public QwenVlModel(QwenVlConfig config, Layers? layers = null)
        : base(nameof(QwenVlModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        visual = new QwenVlVision(config.Vision, layers);
        model = new LlamaModel(config.Text, layers);
        lm_head = config.TiesEmbeddings
            ? null
            : layers.Linear(nameof(lm_head), config.Text.HiddenSize, config.Text.VocabularySize, bias: false);
        RegisterComponents();
    }

    public QwenVlConfig Config { get; }

    /// <returns>Scores of the token that follows each, [B, L, V]; what stands at padding means nothing.</returns>
    /// <inheritdoc cref="States"/>
    public override Tensor forward(QwenVlInput input)
    {
        using var scope = NewDisposeScope();
        return Scores(States(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The states behind the final norm: what image editors take as the condition of a prompt.</summary>
    /// <returns>[B, L, C]; what stands at padding means nothing.</returns>
    /// <exception cref="ShapeException">Ids and mask, or patches and grids, do not fit together.</exception>
    /// <exception cref="ArgumentException">The tokens of pictures do not fit their grids.</exception>
    public Tensor States(QwenVlInput input)
    {
        using var scope = NewDisposeScope();
        var (x, mask, places) = Embed(input);
        return model.States(x, mask, cache: null, places).MoveToOuterDisposeScope();
    }

    /// <summary>Continues prompts token by token.</summary>
    /// <param name="input">Prompts, padded at the left.</param>
    /// <param name="options">When to stop and how to choose.</param>
    /// <param name="onStep">Sees every step while it happens; null for none.</param>
    /// <returns>New tokens of each row, without the stop token.</returns>
    /// <exception cref="ShapeException">Ids and mask, or patches and grids, do not fit together.</exception>
    /// <exception cref="ArgumentException">
    /// A prompt does not end in a token, or the tokens of pictures do not fit their grids.
    /// </exception>
    public IReadOnlyList<long[]> Generate(
        QwenVlInput input, GenerationOptions options, GenerationStep? onStep = null)
    {
        using var ungraded = no_grad();
        using var scope = NewDisposeScope();
        using var run = new Generation(model, Scores, Embed(input), options);
        return run.ToEnd(onStep);
    }

    /// <summary>Pictures as the language model sees them.</summary>
    /// <returns>One row per merged cell, [cells, C].</returns>
    /// <exception cref="ShapeException">Patches and grids do not fit together.</exception>
    public Tensor Features(VisualPatches pictures) => visual.call(pictures.Rows, pictures.Grids);

    private Tensor Scores(Tensor states) => lm_head?.call(states) ?? functional.linear(states, model.Embedding);

    private EmbeddedPrompts Embed(QwenVlInput input)
    {
        var (ids, mask) = (input.Ids, input.Mask);
        if (ids.dim() != 2 || !ids.shape.SequenceEqual(mask.shape))
            throw new ShapeException(nameof(mask), $"[{string.Join(", ", ids.shape)}]", mask.shape);

        var places = new QwenVlPlaces(Config, QwenVlInputGrids.Of(input))
            .Of(Numbers(ids), Numbers(mask), (int)ids.shape[1]);
        var x = model.Embed(ids);
        x = WithPictures(x, ids.eq(Config.ImageId), input.Images);
        x = WithPictures(x, ids.eq(Config.VideoId), input.Videos);
        return new(x, mask, tensor(places, [3, .. ids.shape], device: ids.device));
    }

    private Tensor WithPictures(Tensor x, Tensor isPicture, VisualPatches? pictures) => pictures is null
        ? x
        : x.masked_scatter(isPicture.unsqueeze(-1), Features(pictures).to(x.dtype));

    private static long[] Numbers(Tensor x) => x.to(ScalarType.Int64).cpu().contiguous().data<long>().ToArray();
}
