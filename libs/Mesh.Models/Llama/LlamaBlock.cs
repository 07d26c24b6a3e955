using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llama;

/// <summary>Attention, then the gated feed-forward layer, each behind a norm and around a shortcut.</summary>
internal sealed class LlamaBlock : Module<Tensor, LlamaContext, Tensor>
{
    private readonly RmsNorm input_layernorm;
    private readonly LlamaAttention self_attn;
    private readonly RmsNorm post_attention_layernorm;
    private readonly LlamaMlp mlp;

    public LlamaBlock(LlamaConfig config, int layer, Layers layers)
        : base(nameof(LlamaBlock))
    {
        input_layernorm = new RmsNorm(config.HiddenSize, layers, config.NormEps);
        self_attn = new LlamaAttention(config, layer, layers);
        post_attention_layernorm = new RmsNorm(config.HiddenSize, layers, config.NormEps);
        mlp = new LlamaMlp(config, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="context">Positions, mask and earlier tokens.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, LlamaContext context)
    {
        using var scope = NewDisposeScope();
        var mixed = x + self_attn.call(input_layernorm.call(x), context);
        return (mixed + mlp.call(post_attention_layernorm.call(mixed))).MoveToOuterDisposeScope();
    }
}
