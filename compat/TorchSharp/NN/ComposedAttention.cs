using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Attention from matrix products, for a libtorch without the fused operator (before 2.0).</summary>
internal static class ComposedAttention
{
    internal static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, double p, bool causal)
    {
        using var scope = NewDisposeScope();
        var scale = 1 / Math.Sqrt(query.shape[^1]);
        var scores = (query * scale).matmul(key.transpose(-2, -1));  // [..., L, S]
        if (causal)
            mask = ones(query.shape[^2], key.shape[^2], ScalarType.Bool, query.device).tril();
        if (mask is not null)
            scores = Masked(scores, mask);
        var weights = scores.softmax(-1);
        if (p > 0)
            weights = Aten.dropout(weights, p, train: true);
        return weights.matmul(value).MoveToOuterDisposeScope();
    }

    private static Tensor Masked(Tensor scores, Tensor mask) => mask.dtype == ScalarType.Bool
        ? scores.masked_fill_(mask.logical_not(), double.NegativeInfinity)
        : scores.add_(mask);
}
