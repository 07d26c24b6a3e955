using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>Two linear layers around SiLU, applied to the pooled instruction.</summary>
internal sealed class VectorEmbed : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> in_layer;
    private readonly Module<Tensor, Tensor> out_layer;

    public VectorEmbed(long inChannels, long channels, Layers layers)
        : base(nameof(VectorEmbed))
    {
        in_layer = layers.Linear(nameof(in_layer), inChannels, channels, bias: true);
        out_layer = layers.Linear(nameof(out_layer), channels, channels, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[B, inChannels].</param>
    /// <returns>[B, channels].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return out_layer.call(functional.silu(in_layer.call(x))).MoveToOuterDisposeScope();
    }
}
