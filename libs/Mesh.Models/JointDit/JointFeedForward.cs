using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.JointDit;

/// <summary>Two linear layers around a GELU, under the names that diffusers publishes.</summary>
internal sealed class JointFeedForward : Module<Tensor, Tensor>
{
    private const int Ratio = 4;

    private readonly Net net;

    public JointFeedForward(long channels, Layers layers)
        : base(nameof(JointFeedForward))
    {
        net = new Net(channels, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x) => net.call(x);

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly (Module<Tensor, Tensor> First, Module<Tensor, Tensor> Second) _layers;

        public Net(long channels, Layers layers)
            : base(nameof(Net))
        {
            _layers = (
                new Projection(channels, layers),
                layers.Linear("net.2", Ratio * channels, channels, bias: true));
            register_module("0", _layers.First);
            register_module("2", _layers.Second);
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return _layers.Second.call(TanhGelu.Of(_layers.First.call(x))).MoveToOuterDisposeScope();
        }
    }

    private sealed class Projection : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> proj;

        public Projection(long channels, Layers layers)
            : base(nameof(Projection))
        {
            proj = layers.Linear("net.0.proj", channels, Ratio * channels, bias: true);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => proj.call(x);
    }
}
