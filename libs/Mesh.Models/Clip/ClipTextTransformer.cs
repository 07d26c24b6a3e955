// B batch, L tokens, C hidden size

using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>Causal transformer over the tokens of a text.</summary>
public sealed class ClipTextTransformer : Module<Tensor, Tensor?, (Tensor Tokens, Tensor Pooled)>
{
    private readonly ClipTextEmbeddings embeddings;
    private readonly ClipEncoder encoder;
    private readonly LayerNorm final_layer_norm;
    private readonly ClipTextConfig _config;

    internal ClipTextTransformer(ClipTextConfig config, Layers layers)
        : base(nameof(ClipTextTransformer))
    {
        config.Validate();
        _config = config;
        embeddings = new ClipTextEmbeddings(config, layers);
        encoder = new ClipEncoder(config, layers);
        final_layer_norm = LayerNorm(config.HiddenSize, config.NormEps, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="ids">Token ids, int64, [B, L], at most the configured length.</param>
    /// <param name="mask">1 for a token and 0 for padding, [B, L]; null sees padding as tokens.</param>
    /// <returns>Every token behind the final norm, [B, L, C]; the one at the first end token, [B, C].</returns>
    /// <exception cref="ShapeException">Ids are not [B, L], or too long.</exception>
    public override (Tensor Tokens, Tensor Pooled) forward(Tensor ids, Tensor? mask)
    {
        if (ids.shape is not [_, var L] || L > _config.MaxLength)
            throw new ShapeException(nameof(ids), $"[B, L <= {_config.MaxLength}]", ids.shape);

        using var scope = NewDisposeScope();
        var x = embeddings.call(ids);
        var seen = KeyMask.Causal(mask ?? ones_like(ids), L, x.dtype);
        var tokens = final_layer_norm.call(encoder.call(x, seen));
        var end = _config.EndId is { } id ? ids.eq(id).to(ScalarType.Int64).argmax(1) : ids.argmax(1);
        var place = end.view(-1, 1, 1).expand(-1, 1, tokens.shape[2]);
        return (tokens.MoveToOuterDisposeScope(), tokens.gather(1, place).squeeze(1).MoveToOuterDisposeScope());
    }
}

/// <summary>Tokens and their places as vectors.</summary>
internal sealed class ClipTextEmbeddings : Module<Tensor, Tensor>
{
    private readonly Embedding token_embedding;
    private readonly Embedding position_embedding;

    public ClipTextEmbeddings(ClipTextConfig config, Layers layers)
        : base(nameof(ClipTextEmbeddings))
    {
        var C = config.HiddenSize;
        token_embedding = Embedding(config.VocabularySize, C, device: layers.Device, dtype: layers.DType);
        position_embedding = Embedding(config.MaxLength, C, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="ids">[B, L].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        return (token_embedding.call(ids) + position_embedding.weight!.narrow(0, 0, ids.shape[1]))
            .MoveToOuterDisposeScope();
    }
}
