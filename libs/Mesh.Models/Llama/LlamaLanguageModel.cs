// B batch, L tokens, C hidden size, V vocabulary

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llama;

/// <summary>A LLaMA with its output layer: token ids to the scores of the next token.</summary>
public sealed class LlamaLanguageModel : Module<Tensor, Tensor, Tensor>
{
    internal readonly LlamaModel model;
    private readonly Module<Tensor, Tensor> lm_head;

    public LlamaLanguageModel(LlamaConfig config, Layers? layers = null)
        : base(nameof(LlamaLanguageModel))
    {
        layers ??= Layers.Default;
        model = new LlamaModel(config, layers);
        lm_head = layers.Linear(nameof(lm_head), config.HiddenSize, config.VocabularySize, bias: false);
        RegisterComponents();
    }

    public LlamaConfig Config => model.Config;

    /// <param name="ids">Token ids, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding on either side, int64, [B, L].</param>
    /// <returns>Scores of the token that follows each, [B, L, V].</returns>
    public override Tensor forward(Tensor ids, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return Scores(model.call(ids, mask)).MoveToOuterDisposeScope();
    }

    /// <summary>Continues prompts token by token.</summary>
    /// <param name="ids">Prompts, padded at the left, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding, int64, [B, L].</param>
    /// <param name="options">When to stop and how to choose.</param>
    /// <param name="onStep">Sees every step while it happens; null for none.</param>
    /// <returns>New tokens of each row, without the stop token.</returns>
    /// <exception cref="ArgumentException">A prompt does not end in a token.</exception>
    public IReadOnlyList<long[]> Generate(
        Tensor ids, Tensor mask, GenerationOptions options, GenerationStep? onStep = null)
    {
        using var scope = NewDisposeScope();
        return Continue(model.Embed(ids), mask, options, onStep);
    }

    /// <summary><see cref="Generate"/> from embedded tokens, [B, L, C].</summary>
    internal IReadOnlyList<long[]> Continue(
        Tensor x, Tensor mask, GenerationOptions options, GenerationStep? onStep)
    {
        using var run = new Generation(model, Scores, new(x, mask), options);
        return run.ToEnd(onStep);
    }

    /// <summary>Scores of what follows hidden states.</summary>
    internal Tensor Scores(Tensor states) => lm_head.call(states);
}
