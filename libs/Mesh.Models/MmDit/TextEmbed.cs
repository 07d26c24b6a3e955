using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>Two linear layers around SiLU, applied to text tokens or to their mean.</summary>
internal sealed class TextEmbed : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> linear_1;
    private readonly Module<Tensor, Tensor> linear_2;

    public TextEmbed(long inChannels, long channels, Layers layers)
        : base(nameof(TextEmbed))
    {
        linear_1 = layers.Linear(nameof(linear_1), inChannels, channels, bias: true);
        linear_2 = layers.Linear(nameof(linear_2), channels, channels, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[..., inChannels].</param>
    /// <returns>[..., channels].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return linear_2.call(functional.silu(linear_1.call(x))).MoveToOuterDisposeScope();
    }
}
