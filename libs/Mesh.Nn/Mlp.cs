using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Two linear layers around an activation.</summary>
public sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc1;
    private readonly Module<Tensor, Tensor> fc2;
    private readonly Func<Tensor, Tensor> _activation;

    public Mlp(long channels, long hidden, Func<Tensor, Tensor> activation, Layers layers)
        : base(nameof(Mlp))
    {
        fc1 = layers.Linear(nameof(fc1), channels, hidden, bias: true);
        fc2 = layers.Linear(nameof(fc2), hidden, channels, bias: true);
        _activation = activation;
        RegisterComponents();
    }

    /// <param name="x">[..., channels].</param>
    /// <returns>[..., channels].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return fc2.call(_activation(fc1.call(x))).MoveToOuterDisposeScope();
    }
}
