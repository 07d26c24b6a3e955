using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, S streams, L tokens of one stream, C hidden size, H heads, D head dim (C = H * D)

/// <summary>Queries, keys and values before the heads are transposed.</summary>
/// <param name="Q">[B, queries, H, D].</param>
/// <param name="K">[B, keys, H, D].</param>
/// <param name="V">[B, keys, H, D].</param>
internal readonly record struct Heads(Tensor Q, Tensor K, Tensor V)
{
    /// <summary>Splits a projection into heads, normalises queries and keys, and rotates both.</summary>
    /// <param name="qkv">Blocks of q, k, v, each head-major, [B, S * L, 3C].</param>
    /// <param name="numHeads">H.</param>
    /// <param name="qNorm">Norm of the queries per head.</param>
    /// <param name="kNorm">Norm of the keys per head.</param>
    /// <param name="rope">Positions of the L tokens; null rotates nothing, as for text.</param>
    /// <param name="asking">How many of the last tokens have queries; null for all.</param>
    public static Heads Split(
        Tensor qkv,
        int numHeads,
        Module<Tensor, Tensor> qNorm,
        Module<Tensor, Tensor> kNorm,
        Rope? rope,
        long? asking = null)
    {
        var parts = qkv.unflatten(2, 3, numHeads, -1).unbind(-3);
        var q = qNorm.call(asking is { } count ? parts[0].narrow(1, -count, count) : parts[0]);
        var k = kNorm.call(parts[1]);
        if (rope is not null)
            (q, k) = (rope.Rotate(q), rope.Rotate(k));
        return new Heads(q, k, parts[2]);
    }

    /// <summary>Attention of queries over the keys of two groups of tokens.</summary>
    /// <returns>[B, queries, C].</returns>
    public static Tensor Attend(
        Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention, Tensor q, Heads video, Heads text, Tensor? mask) =>
        attention.call(
            q.transpose(1, 2),
            cat([video.K, text.K], 1).transpose(1, 2),
            cat([video.V, text.V], 1).transpose(1, 2),
            mask);
}
