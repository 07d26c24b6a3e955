using System.Diagnostics.CodeAnalysis;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, S streams (none for text), L tokens, C hidden size

/// <summary>
/// The weights of video or of text in a double-stream block. Published keys put them flat into the block, so the block
/// registers them under a prefix.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The block that registers the layers disposes them.")]
internal sealed class StreamWeights
{
    private readonly Modulation _mod;
    private readonly Module<Tensor, Tensor> _qkv;
    private readonly Module<Tensor, Tensor> _qNorm;
    private readonly Module<Tensor, Tensor> _kNorm;
    private readonly Module<Tensor, Tensor> _proj;
    private readonly Mlp _mlp;
    private readonly int _numHeads;

    public StreamWeights(MmDitConfig config, Layers layers)
    {
        var C = config.HiddenSize;
        _mod = new Modulation(C, parts: 6, layers);
        _qkv = layers.Linear("qkv", C, 3 * C, bias: true);
        _qNorm = HeadNorm.Make(config, layers);
        _kNorm = HeadNorm.Make(config, layers);
        _proj = layers.Linear("proj", C, C, bias: true);
        _mlp = new Mlp(C, config.MlpSize, TanhGelu.Of, layers);
        _numHeads = config.NumHeads;
    }

    /// <summary>Registers every layer in a block under its published key.</summary>
    public void RegisterIn(Module block, string prefix)
    {
        block.register_module($"{prefix}_mod", _mod);
        block.register_module($"{prefix}_attn_qkv", _qkv);
        block.register_module($"{prefix}_attn_q_norm", _qNorm);
        block.register_module($"{prefix}_attn_k_norm", _kNorm);
        block.register_module($"{prefix}_attn_proj", _proj);
        block.register_module($"{prefix}_mlp", _mlp);
    }

    /// <param name="vec">[B, C] or [B, S, C].</param>
    /// <returns>Shift, scale, gate of attention, then of the MLP, each [..., 1, C].</returns>
    public Tensor[] Modulate(Tensor vec) => _mod.call(vec);

    /// <param name="x">[B, L, C] or [B, S, L, C].</param>
    /// <param name="mod">From <see cref="Modulate"/>.</param>
    /// <param name="rope">Positions of the L tokens; null for text.</param>
    public Heads Project(Tensor x, Tensor[] mod, Rope? rope) =>
        Heads.Split(_qkv.call(Modulation.Modulate(x, mod[0], mod[1])), _numHeads, _qNorm, _kNorm, rope);

    /// <summary>The residual branches of attention and MLP.</summary>
    /// <param name="x">[B, L, C] or [B, S, L, C].</param>
    /// <param name="attended">[B, L, C] or [B, S * L, C].</param>
    /// <param name="mod">From <see cref="Modulate"/>.</param>
    /// <returns>Shape of <paramref name="x"/>.</returns>
    public Tensor Update(Tensor x, Tensor attended, Tensor[] mod)
    {
        using var scope = NewDisposeScope();
        var mixed = Modulation.Residual(x, _proj.call(attended).view_as(x), mod[2]);
        var update = _mlp.call(Modulation.Modulate(mixed, mod[3], mod[4])).view_as(x);
        return Modulation.Residual(mixed, update, mod[5]).MoveToOuterDisposeScope();
    }
}
