using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

/// <summary>A network with every kind of component.</summary>
internal sealed class NNNet : Module<Tensor, Tensor>
{
    internal static readonly string[] Keys =
    [
        "scale", "mean", "first.weight", "first.bias", "blocks.0.linear.weight", "blocks.1.linear.weight",
        "tail.0.weight", "tail.0.bias", "tail.2.weight",
    ];

    public readonly Linear first = Linear(2, 3);
    public readonly ModuleList<NNBlock> blocks = ModuleList(new NNBlock(), new NNBlock());
    public readonly Parameter scale = Parameter(ones(3));
    public readonly Tensor mean = zeros(3);
    public readonly Sequential tail = Sequential(Linear(3, 3), SiLU(), Linear(3, 1, hasBias: false));
    private readonly string _note = "plain fields are no components";

    public NNNet()
        : base(nameof(NNNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = first.call(input) * scale - mean;
        foreach (var block in blocks)
            x = block.call(x);
        return tail.call(x).MoveToOuterDisposeScope();
    }

    public override string GetName() => _note;
}
