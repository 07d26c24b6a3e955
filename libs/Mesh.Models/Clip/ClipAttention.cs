// B batch, L tokens, C hidden size, H heads, D head dim (C = H * D)

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>Attention of a CLIP block.</summary>
internal sealed class ClipAttention : Module<Tensor, Tensor?, Tensor>
{
    private readonly Module<Tensor, Tensor> q_proj;
    private readonly Module<Tensor, Tensor> k_proj;
    private readonly Module<Tensor, Tensor> v_proj;
    private readonly Module<Tensor, Tensor> out_proj;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly int _numHeads;

    public ClipAttention(ClipTowerConfig config, Layers layers)
        : base(nameof(ClipAttention))
    {
        var C = config.HiddenSize;
        q_proj = layers.Linear(nameof(q_proj), C, C, bias: true);
        k_proj = layers.Linear(nameof(k_proj), C, C, bias: true);
        v_proj = layers.Linear(nameof(v_proj), C, C, bias: true);
        out_proj = layers.Linear(nameof(out_proj), C, C, bias: true);
        attention = layers.Attention();
        _numHeads = config.NumHeads;
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="mask">Added to the scores, [B, 1, L, L]; null when every token sees all.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var mixed = attention.call(Heads(q_proj.call(x)), Heads(k_proj.call(x)), Heads(v_proj.call(x)), mask);
        return out_proj.call(mixed).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Tensor x) => x.unflatten(2, _numHeads, -1).transpose(1, 2);
}
