using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Training.Recompute;

/// <summary>An attention of which only queries, keys and values are kept.</summary>
/// <remarks>Korthikanti et al. 2022, arXiv:2205.05198, section 5.</remarks>
internal sealed class RecomputedAttention : Module<Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> inner;
    private readonly Func<bool> _isOn;

    /// <param name="inner">The attention.</param>
    /// <param name="isOn">Whether it is to be computed again.</param>
    public RecomputedAttention(Module<Tensor, Tensor, Tensor, Tensor?, Tensor> inner, Func<bool> isOn)
        : base(nameof(RecomputedAttention))
    {
        (this.inner, _isOn) = (inner, isOn);
        RegisterComponents();
    }

    public override Tensor forward(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        if (!_isOn())
            return inner.call(q, k, v, mask);
        Tensor[] inputs = mask is null ? [q, k, v] : [q, k, v, mask];
        return RecomputeFunction.Of(Attend, inputs, [])[0];
    }

    private Tensor[] Attend(Tensor[] inputs) =>
        [inner.call(inputs[0], inputs[1], inputs[2], inputs.Length == 4 ? inputs[3].detach() : null)];
}
