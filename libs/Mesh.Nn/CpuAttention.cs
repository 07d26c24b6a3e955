using static TorchSharp.torch;

namespace Mesh.Nn;

// B batch, H heads, Lq queries, Lk keys, D head dim

/// <summary>Softmax attention sample by sample, so that the scores of one sample stay in cache.</summary>
/// <remarks>
/// The row sums that the backward pass needs come from output and gradient, as in Dao et al. 2022 (FlashAttention),
/// arXiv:2205.14135, appendix B.2; the weights themselves are kept.
/// </remarks>
public sealed class CpuAttention : autograd.SingleTensorFunction<CpuAttention>
{
    public override string Name => nameof(CpuAttention);

    /// <param name="q">[B, H, Lq, D].</param>
    /// <param name="k">[B, H, Lk, D].</param>
    /// <param name="v">[B, H, Lk, D].</param>
    /// <param name="mask">Added to the scores, [B, 1, 1 or Lq, Lk]; null when every key is seen.</param>
    /// <returns>[B, Lq, H*D].</returns>
    public static Tensor Of(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var bias = mask is null ? zeros([q.shape[0], 1, 1, 1], q.dtype) : mask.detach();
        var heads = apply(q * (1 / Math.Sqrt(q.shape[3])), k, v, bias);
        return heads.flatten(2).MoveToOuterDisposeScope();
    }

    /// <returns>[B, Lq, H, D].</returns>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (q, k, v) = (Packed(vars[0]), Packed(vars[1]), Packed(vars[2]));
        var bias = (Tensor)vars[3];
        var weights = empty([q.shape[0], q.shape[1], q.shape[2], k.shape[2]], q.dtype);
        var result = empty([q.shape[0], q.shape[2], q.shape[1], q.shape[3]], q.dtype);
        for (var i = 0L; i < q.shape[0]; i++)
        {
            using var scope = NewDisposeScope();
            var weight = q[i].bmm(k[i].transpose(1, 2)).add_(bias[i]).softmax(-1);
            weights[i].copy_(weight);
            result[i].copy_(weight.bmm(v[i]).transpose(0, 1));
        }

        ctx.save_for_backward([q, k, v, weights, result]);
        return result;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (q, k, v) = (saved[0], saved[1], saved[2]);
        var rowSums = (grad_output.to(ScalarType.Float32) * saved[4].to(ScalarType.Float32)).sum(-1, keepdim: true)
            .neg().to(q.dtype).transpose(1, 2).contiguous();  // [B, H, Lq, 1]
        var gradient = grad_output.transpose(1, 2).contiguous();
        var (dq, dk, dv) = (Unpacked(q), Unpacked(k), Unpacked(v));
        for (var i = 0L; i < q.shape[0]; i++)
        {
            using var scope = NewDisposeScope();
            var (weight, g) = (saved[3][i], gradient[i]);
            dv[i].copy_(weight.transpose(1, 2).bmm(g).transpose(0, 1));
            var scores = g.bmm(v[i].transpose(1, 2)).add_(rowSums[i]).mul_(weight);
            dq[i].copy_(scores.bmm(k[i]).transpose(0, 1));
            dk[i].copy_(scores.transpose(1, 2).bmm(q[i]).transpose(0, 1));
        }

        return [dq.transpose(1, 2), dk.transpose(1, 2), dv.transpose(1, 2), null!];
    }

    private static Tensor Packed(object x) => ((Tensor)x).contiguous();

    // Gradients are laid out as the projections are: tokens before heads.
    private static Tensor Unpacked(Tensor x) => empty([x.shape[0], x.shape[2], x.shape[1], x.shape[3]], x.dtype);
}
