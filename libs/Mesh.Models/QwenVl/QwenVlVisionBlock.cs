using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>What the vision blocks of one pass share.</summary>
/// <param name="Rope">Turns queries and keys by row and column.</param>
/// <param name="Segments">Which patches see each other.</param>
internal sealed record QwenVlVisionContext(Llama.HalfRope Rope, Segments Segments);

/// <summary>Attention, then the gated feed-forward layer, each behind a norm and around a shortcut.</summary>
internal sealed class QwenVlVisionBlock : Module<Tensor, QwenVlVisionContext, Tensor>
{
    private readonly RmsNorm norm1;
    private readonly RmsNorm norm2;
    private readonly QwenVlVisionAttention attn;
    private readonly QwenVlVisionMlp mlp;

    public QwenVlVisionBlock(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlVisionBlock))
    {
        norm1 = new RmsNorm(config.HiddenSize, layers, config.NormEps);
        norm2 = new RmsNorm(config.HiddenSize, layers, config.NormEps);
        attn = new QwenVlVisionAttention(config, layers);
        mlp = new QwenVlVisionMlp(config, layers);
        RegisterComponents();
    }

    /// <param name="x">Patches in the order of windows, [N, C].</param>
    /// <param name="context">Positions and neighbours.</param>
    /// <returns>[N, C].</returns>
    public override Tensor forward(Tensor x, QwenVlVisionContext context)
    {
        using var scope = NewDisposeScope();
        var mixed = x + attn.call(norm1.call(x), context);
        return (mixed + mlp.call(norm2.call(mixed))).MoveToOuterDisposeScope();
    }
}

/// <summary>SwiGLU with biases.</summary>
internal sealed class QwenVlVisionMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> gate_proj;
    private readonly Module<Tensor, Tensor> up_proj;
    private readonly Module<Tensor, Tensor> down_proj;

    public QwenVlVisionMlp(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlVisionMlp))
    {
        gate_proj = layers.Linear(nameof(gate_proj), config.HiddenSize, config.FfnSize, bias: true);
        up_proj = layers.Linear(nameof(up_proj), config.HiddenSize, config.FfnSize, bias: true);
        down_proj = layers.Linear(nameof(down_proj), config.FfnSize, config.HiddenSize, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[N, C].</param>
    /// <returns>[N, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return down_proj.call(functional.silu(gate_proj.call(x)).mul_(up_proj.call(x))).MoveToOuterDisposeScope();
    }
}
