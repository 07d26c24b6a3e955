using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Umt5;

// B batch, L tokens, C hidden size, H heads, D head dim

/// <summary>Attention of every token to every token; scores are not scaled, positions are added to them.</summary>
internal sealed class Umt5Attention : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> q;
    private readonly Module<Tensor, Tensor> k;
    private readonly Module<Tensor, Tensor> v;
    private readonly Module<Tensor, Tensor> o;
    private readonly int _heads;

    public Umt5Attention(Umt5Config config, Layers layers)
        : base(nameof(Umt5Attention))
    {
        var (C, A) = (config.HiddenSize, config.AttentionSize);
        q = layers.Linear(nameof(q), C, A, bias: false);
        k = layers.Linear(nameof(k), C, A, bias: false);
        v = layers.Linear(nameof(v), C, A, bias: false);
        o = layers.Linear(nameof(o), A, C, bias: false);
        _heads = config.NumHeads;
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="bias">Positions and mask, added to the scores, [B, H, L, L] or broadcast to it.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var scores = Split(q.call(x)).matmul(Split(k.call(x)).transpose(2, 3)) + bias;     // [B, H, L, L]
        var weights = scores.to(ScalarType.Float32).softmax(-1).to(x.dtype);
        return o.call(weights.matmul(Split(v.call(x))).transpose(1, 2).flatten(2)).MoveToOuterDisposeScope();
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2);
}
