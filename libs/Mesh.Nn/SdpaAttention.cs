using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Softmax attention with scores scaled by 1/sqrt(D).</summary>
/// <remarks>The CPU has a kernel of its own: the library's is slower there, forward and backward.</remarks>
public sealed class SdpaAttention() : Module<Tensor, Tensor, Tensor, Tensor?, Tensor>(nameof(SdpaAttention))
{
    private const long MaxScores = 1L << 27;

    /// <param name="q">[B, H, Lq, D].</param>
    /// <param name="k">[B, H, Lk, D].</param>
    /// <param name="v">[B, H, Lk, D].</param>
    /// <param name="mask">Added to the scores, [B, 1, 1 or Lq, Lk]; null when every key is seen.</param>
    /// <returns>[B, Lq, H*D].</returns>
    public override Tensor forward(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var scores = q.shape[0] * q.shape[1] * q.shape[2] * k.shape[2];
        if (q.device_type == TorchSharp.DeviceType.CPU && scores <= MaxScores)
            return CpuAttention.Of(q, k, v, mask).MoveToOuterDisposeScope();

        var heads = q.device_type == TorchSharp.DeviceType.CPU
            ? Sliced(q, k, v, mask)
            : functional.scaled_dot_product_attention(q, k, v, mask);
        return heads.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();
    }

    // The scores of a long sequence never exist all at once.
    private static Tensor Sliced(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        var slice = Math.Max(1, MaxScores / (q.shape[0] * q.shape[1] * k.shape[2]));
        var masks = mask?.shape[2] > 1 ? mask.split(slice, 2) : null;
        return cat([.. q.split(slice, 2).Select((part, i) => Composed(part, k, v, masks?[i] ?? mask))], 2);
    }

    private static Tensor Composed(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var scores = (q * (1 / Math.Sqrt(q.shape[3]))).matmul(k.transpose(2, 3));  // [B, H, Lq, Lk]
        if (mask is not null)
            scores = scores + mask;
        return scores.softmax(-1).matmul(v).MoveToOuterDisposeScope();
    }
}
