// B batch, L queries, K keys, C hidden size, H heads, G heads of keys and values, D head dim

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llama;

/// <summary>Causal attention in which several query heads share keys and values.</summary>
/// <remarks>Ainslie et al. 2023 (grouped-query attention), arXiv:2305.13245, section 2.2.</remarks>
internal sealed class LlamaAttention : Module<Tensor, LlamaContext, Tensor>
{
    private readonly Module<Tensor, Tensor> q_proj;
    private readonly Module<Tensor, Tensor> k_proj;
    private readonly Module<Tensor, Tensor> v_proj;
    private readonly Module<Tensor, Tensor> o_proj;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly LlamaConfig _config;
    private readonly int _layer;

    public LlamaAttention(LlamaConfig config, int layer, Layers layers)
        : base(nameof(LlamaAttention))
    {
        var (C, H, G, D) = (config.HiddenSize, config.NumHeads, config.NumKeyValueHeads, config.HeadDim);
        q_proj = layers.Linear(nameof(q_proj), C, H * D, bias: config.HasQkvBias);
        k_proj = layers.Linear(nameof(k_proj), C, G * D, bias: config.HasQkvBias);
        v_proj = layers.Linear(nameof(v_proj), C, G * D, bias: config.HasQkvBias);
        o_proj = layers.Linear(nameof(o_proj), H * D, C, bias: false);
        attention = layers.Attention();
        (_config, _layer) = (config, layer);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="context">Positions, mask and earlier tokens.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, LlamaContext context)
    {
        using var scope = NewDisposeScope();
        var q = context.Rope.Rotate(Heads(q_proj.call(x)));  // [B, H, L, D]
        var k = context.Rope.Rotate(Heads(k_proj.call(x)));  // [B, G, L, D]
        var v = Heads(v_proj.call(x));
        if (context.Cache is { } cache)
            (k, v) = cache.Append(_layer, k, v);             // [B, G, K, D]

        var shared = _config.NumHeads / _config.NumKeyValueHeads;
        var mixed = attention.call(q, Shared(k, shared), Shared(v, shared), context.Mask);
        return o_proj.call(mixed).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor x) => x.unflatten(2, -1, _config.HeadDim).transpose(1, 2);

    private static Tensor Shared(Tensor x, int times) => times == 1 ? x : x.repeat_interleave(times, 1);
}
