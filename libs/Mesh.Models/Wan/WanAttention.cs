using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Wan;

// B batch, L video tokens, M tokens that are attended to, C hidden size, H heads, D head dim

/// <summary>Attention of the video to itself, with positions, or to the text, without.</summary>
internal sealed class WanAttention : Module<Tensor, Tensor, Rope?, Tensor>
{
    private readonly Module<Tensor, Tensor> q;
    private readonly Module<Tensor, Tensor> k;
    private readonly Module<Tensor, Tensor> v;
    private readonly Module<Tensor, Tensor> o;
    private readonly RmsNorm? norm_q;
    private readonly RmsNorm? norm_k;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly int _heads;

    public WanAttention(WanConfig config, Layers layers)
        : base(nameof(WanAttention))
    {
        var C = config.HiddenSize;
        q = layers.Linear(nameof(q), C, C, bias: true);
        k = layers.Linear(nameof(k), C, C, bias: true);
        v = layers.Linear(nameof(v), C, C, bias: true);
        o = layers.Linear(nameof(o), C, C, bias: true);
        norm_q = config.QkNorm ? new RmsNorm(C, layers, config.NormEps) : null;
        norm_k = config.QkNorm ? new RmsNorm(C, layers, config.NormEps) : null;
        attention = layers.Attention();
        _heads = config.NumHeads;
        RegisterComponents();
    }

    /// <param name="x">What asks, [B, L, C].</param>
    /// <param name="y">What is asked, [B, M, C].</param>
    /// <param name="rope">Positions of both; null for none.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor y, Rope? rope)
    {
        using var scope = NewDisposeScope();
        var query = Split(Normed(q.call(x), norm_q), rope);  // [B, H, L, D]
        var key = Split(Normed(k.call(y), norm_k), rope);    // [B, H, M, D]
        return o.call(attention.call(query, key, Split(v.call(y), null), null)).MoveToOuterDisposeScope();
    }

    private static Tensor Normed(Tensor x, RmsNorm? norm) => norm?.call(x) ?? x;

    private Tensor Split(Tensor x, Rope? rope)
    {
        var heads = x.view(x.shape[0], x.shape[1], _heads, -1);
        return (rope?.Rotate(heads) ?? heads).transpose(1, 2);
    }
}
