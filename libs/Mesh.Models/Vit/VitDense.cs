using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>One linear layer whose published name ends in "dense".</summary>
internal sealed class VitDense : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> dense;

    public VitDense(long inChannels, long outChannels, Layers layers)
        : base(nameof(VitDense))
    {
        dense = layers.Linear(nameof(dense), inChannels, outChannels, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[..., in].</param>
    /// <returns>[..., out].</returns>
    public override Tensor forward(Tensor x) => dense.call(x);
}
