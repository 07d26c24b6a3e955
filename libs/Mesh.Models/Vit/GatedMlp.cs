using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>The MLP of the giant DINOv2: one half of its hidden channels gates the other.</summary>
/// <remarks>SwiGLU: Shazeer 2020, arXiv:2002.05202, eq. 6; two thirds of the width, in multiples of 8.</remarks>
internal sealed class GatedMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> weights_in;
    private readonly Module<Tensor, Tensor> weights_out;

    public GatedMlp(VitConfig config, Layers layers)
        : base(nameof(GatedMlp))
    {
        var hidden = (config.MlpSize * 2 / 3 + 7) / 8 * 8;
        weights_in = layers.Linear(nameof(weights_in), config.HiddenSize, 2 * hidden, bias: true);
        weights_out = layers.Linear(nameof(weights_out), hidden, config.HiddenSize, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var halves = weights_in.call(x).chunk(2, -1);
        return weights_out.call(functional.silu(halves[0]) * halves[1]).MoveToOuterDisposeScope();
    }
}
