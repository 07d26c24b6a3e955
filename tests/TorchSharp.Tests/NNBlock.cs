using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

internal sealed class NNBlock : Module<Tensor, Tensor>
{
    public readonly Linear linear = Linear(3, 3, hasBias: false);

    public NNBlock()
        : base(nameof(NNBlock)) => RegisterComponents();

    public override Tensor forward(Tensor input) => linear.call(input);
}
