using static TorchSharp.torch;

namespace Mesh.Training.Recompute;

/// <summary>A computation whose inner results are not kept: backward runs it again and differentiates that.</summary>
/// <remarks>Chen et al. 2016, arXiv:1604.06174, section 4.1.</remarks>
internal sealed class RecomputeFunction : autograd.MultiTensorFunction<RecomputeFunction>
{
    private const string Work = "work";

    public override string Name => nameof(RecomputeFunction);

    /// <param name="forward">The computation; draws nothing at random.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="weights">Parameters that it reads and that get gradients.</param>
    public static Tensor[] Of(Func<Tensor[], Tensor[]> forward, Tensor[] inputs, Tensor[] weights) =>
        [.. apply([.. inputs, .. weights, new Computation(forward, inputs.Length)])];

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var work = (Computation)vars[^1];
        Tensor[] tensors = [.. vars[..^1].Cast<Tensor>()];
        ctx.set_materialize_grads(false);
        ctx.save_data(Work, work);
        ctx.save_for_backward([.. tensors]);
        // Layers may choose another kernel where nothing is learned, with other bits than the second run has.
        using var recorded = enable_grad();
        var outputs = work.Forward(tensors[..work.NumInputs]);
        List<Tensor> results = [.. outputs.Select(output => output.detach())];
        foreach (var output in outputs)
            output.Dispose();
        return results;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var work = (Computation)ctx.get_data(Work);
        var saved = ctx.get_saved_variables();
        using var recorded = enable_grad();
        Tensor[] inputs = [.. saved.Take(work.NumInputs).Select(Leaf)];
        var outputs = work.Forward(inputs);

        Tensor[] sources = [.. inputs.Concat(saved.Skip(work.NumInputs))];
        int[] wanted = [.. Enumerable.Range(0, sources.Length).Where(index => sources[index].requires_grad)];
        int[] given = [.. Enumerable.Range(0, outputs.Length)
            .Where(index => !grad_outputs[index].IsInvalid && outputs[index].requires_grad)];
        var grads = autograd.grad(
            [.. given.Select(index => outputs[index])],
            [.. wanted.Select(index => sources[index])],
            [.. given.Select(index => grad_outputs[index])],
            allow_unused: true);

        var results = new Tensor[sources.Length + 1];
        for (var i = 0; i < wanted.Length; i++)
            results[wanted[i]] = grads[i];
        return [.. results];
    }

    private static Tensor Leaf(Tensor input) => input.detach().requires_grad_(input.is_floating_point());

    private sealed record Computation(Func<Tensor[], Tensor[]> Forward, int NumInputs);
}
