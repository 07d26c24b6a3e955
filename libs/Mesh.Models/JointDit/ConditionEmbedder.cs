using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.JointDit;

/// <summary>Two linear layers around a SiLU.</summary>
internal sealed class ConditionEmbedder : Module<Tensor, Tensor>
{
    /// <summary>Sines and cosines of one number.</summary>
    public const int Frequencies = 256;

    private readonly Module<Tensor, Tensor> linear_1;
    private readonly Module<Tensor, Tensor> linear_2;

    public ConditionEmbedder(long inChannels, long channels, Layers layers)
        : base(nameof(ConditionEmbedder))
    {
        linear_1 = layers.Linear(nameof(linear_1), inChannels, channels, bias: true);
        linear_2 = layers.Linear(nameof(linear_2), channels, channels, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[B, in].</param>
    /// <returns>[B, channels].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var dtype = parameters().First().dtype;
        return linear_2.call(functional.silu(linear_1.call(x.to(dtype)))).MoveToOuterDisposeScope();
    }

    /// <param name="number">[B], for example a timestep in [0, 1000].</param>
    /// <returns>[B, channels].</returns>
    public Tensor OfNumber(Tensor number)
    {
        using var scope = NewDisposeScope();
        return call(TimestepEmbedder.Sinusoidal(number, Frequencies)).MoveToOuterDisposeScope();
    }
}
