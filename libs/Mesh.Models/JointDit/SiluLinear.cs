using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.JointDit;

/// <summary>SiLU, then one linear layer named "linear": what turns a condition into a modulation.</summary>
internal sealed class SiluLinear : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> linear;

    public SiluLinear(long inChannels, long outChannels, Layers layers)
        : base(nameof(SiluLinear))
    {
        linear = layers.Linear("modulation", inChannels, outChannels, bias: true);
        RegisterComponents();
    }

    /// <param name="condition">[B, in] or [B, L, in].</param>
    /// <returns>[B, out] or [B, L, out].</returns>
    public override Tensor forward(Tensor condition)
    {
        using var scope = NewDisposeScope();
        return linear.call(functional.silu(condition)).MoveToOuterDisposeScope();
    }

    /// <summary>The last norm of a network: modulated, scale before shift.</summary>
    /// <param name="x">[B, L, C].</param>
    /// <param name="condition">[B, C].</param>
    /// <returns>[B, L, C].</returns>
    public Tensor Normed(Tensor x, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var parts = call(condition).unsqueeze(1).chunk(2, -1);
        return (Normalization.LayerNorm(x) * (1 + parts[0]) + parts[1]).to(parts[0].dtype).MoveToOuterDisposeScope();
    }
}
