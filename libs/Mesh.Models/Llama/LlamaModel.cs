// B batch, L tokens, C hidden size

using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llama;

/// <summary>A LLaMA without its output layer: token ids to hidden states.</summary>
public sealed class LlamaModel : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding embed_tokens;
    private readonly ModuleList<LlamaBlock> layers;
    private readonly RmsNorm? norm;

    /// <param name="config">Shape of the whole network.</param>
    /// <param name="make">Makes the layers.</param>
    /// <param name="skip">
    /// How many of the last layers are never needed, and so neither built nor loaded. With 0 the result goes through
    /// the final norm; otherwise it is the state after the last layer that is left, without it.
    /// </param>
    public LlamaModel(LlamaConfig config, Layers? make = null, int skip = 0)
        : base(nameof(LlamaModel))
    {
        config.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(skip, config.NumLayers);
        make ??= Layers.Default;
        Config = config with { NumLayers = config.NumLayers - skip };
        embed_tokens = Embedding(config.VocabularySize, config.HiddenSize, device: make.Device, dtype: make.DType);
        layers = new ModuleList<LlamaBlock>(
            [.. Enumerable.Range(0, Config.NumLayers).Select(i => new LlamaBlock(Config, i, make))]);
        norm = skip == 0 ? new RmsNorm(config.HiddenSize, make, config.NormEps) : null;
        RegisterComponents();
    }

    /// <summary>The network that was built: its layers are those that are needed.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Whether the result goes through the final norm.</summary>
    public bool HasNorm => norm is not null;

    /// <param name="ids">Token ids, int64, [B, L].</param>
    /// <param name="mask">1 for a token and 0 for padding on either side, int64, [B, L].</param>
    /// <returns>[B, L, C]; what stands at padding means nothing.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public override Tensor forward(Tensor ids, Tensor mask)
    {
        if (ids.dim() != 2 || !ids.shape.SequenceEqual(mask.shape))
            throw new ShapeException(nameof(mask), $"[{string.Join(", ", ids.shape)}]", mask.shape);

        using var scope = NewDisposeScope();
        return States(Embed(ids), mask, cache: null).MoveToOuterDisposeScope();
    }

    /// <summary>Weights of the embedding, [V, C].</summary>
    internal Tensor Embedding => embed_tokens.weight!;

    /// <summary>What ids become before the first layer, [B, L, C].</summary>
    internal Tensor Embed(Tensor ids) => embed_tokens.call(ids);

    /// <param name="x">Embedded tokens, [B, L, C].</param>
    /// <param name="mask">Of all tokens so far, cached ones included, [B, K].</param>
    /// <param name="cache">Earlier tokens; takes the new ones.</param>
    /// <param name="places">Of the tokens in x, [axes, B, L]; null counts the tokens of each row.</param>
    /// <returns>[B, L, C].</returns>
    internal Tensor States(Tensor x, Tensor mask, KeyValueCache? cache, Tensor? places = null)
    {
        using var scope = NewDisposeScope();
        var count = x.shape[1];
        places ??= (mask.cumsum(1) - 1).clamp_min(0).narrow(1, mask.shape[1] - count, count).unsqueeze(0);
        var rope = HalfRope.OfTokens(places, Config);
        var context = new LlamaContext(rope, KeyMask.Causal(mask, count, x.dtype), cache);
        foreach (var layer in layers)
            x = layer.call(x, context);

        cache?.Advance(count);
        return (norm?.call(x) ?? x).MoveToOuterDisposeScope();
    }
}
