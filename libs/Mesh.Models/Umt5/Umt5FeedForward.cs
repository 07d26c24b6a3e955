using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Umt5;

/// <summary>fc2(fc1(x) * gelu(gate(x))).</summary>
/// <remarks>GEGLU: Shazeer 2020, arXiv:2002.05202, eq. 6.</remarks>
internal sealed class Umt5FeedForward : Module<Tensor, Tensor>
{
    private readonly Sequential gate;
    private readonly Module<Tensor, Tensor> fc1;
    private readonly Module<Tensor, Tensor> fc2;

    public Umt5FeedForward(Umt5Config config, Layers layers)
        : base(nameof(Umt5FeedForward))
    {
        gate = Sequential(("0", layers.Linear(nameof(gate), config.HiddenSize, config.FfnSize, bias: false)));
        fc1 = layers.Linear(nameof(fc1), config.HiddenSize, config.FfnSize, bias: false);
        fc2 = layers.Linear(nameof(fc2), config.FfnSize, config.HiddenSize, bias: false);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return fc2.call(fc1.call(x) * TanhGelu.Of(gate.call(x))).MoveToOuterDisposeScope();
    }
}
