using static TorchSharp.torch;

namespace Mesh.Distributed.Sharding;

/// <summary>Changes nothing, and calls back when backward passes.</summary>
internal sealed class BackwardMark : autograd.MultiTensorFunction<BackwardMark>
{
    private const string Passed = "passed";

    public override string Name => nameof(BackwardMark);

    public static Tensor[] Of(Tensor[] tensors, Action passed) => [.. apply([.. tensors, passed])];

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        ctx.save_data(Passed, vars[^1]);
        return [.. vars[..^1].Cast<Tensor>()];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        ((Action)ctx.get_data(Passed))();
        return [.. grad_outputs.Select(grad => grad.IsInvalid ? null! : grad), null!];
    }
}
