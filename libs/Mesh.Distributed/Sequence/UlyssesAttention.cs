using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Distributed.Sequence;

// B batch, H heads, D head dim, Lr tokens of this rank, L tokens of all ranks, Hr heads of this rank

/// <summary>
/// Attention over tokens that lie on several ranks: an exchange turns "some tokens, all heads" into "all tokens, some
/// heads", and another one turns the result back. Heads are split unevenly too; a rank may have none.
/// </summary>
/// <remarks>Jacobs et al. 2023 (DeepSpeed Ulysses), arXiv:2309.14509, section 3.</remarks>
internal sealed class UlyssesAttention : Module<Tensor, Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> inner;
    private readonly IProcessGroup _group;
    private readonly Func<IReadOnlyList<long>> _counts;

    /// <param name="inner">Attention over all tokens.</param>
    /// <param name="group">Ranks that share the tokens.</param>
    /// <param name="counts">Tokens of each rank in the current pass.</param>
    public UlyssesAttention(
        Module<Tensor, Tensor, Tensor, Tensor?, Tensor> inner, IProcessGroup group, Func<IReadOnlyList<long>> counts)
        : base(nameof(UlyssesAttention))
    {
        (this.inner, _group, _counts) = (inner, group, counts);
        RegisterComponents();
    }

    /// <param name="q">[B, H, Lr, D].</param>
    /// <param name="k">[B, H, Lr, D].</param>
    /// <param name="v">[B, H, Lr, D].</param>
    /// <param name="mask">Over the tokens of all ranks, rank by rank, [B, 1, 1, L]; null when all are seen.</param>
    /// <returns>[B, Lr, H*D].</returns>
    public override Tensor forward(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (B, H) = (q.shape[0], q.shape[1]);
        var plan = new ExchangePlan(_counts(), Split.Counts(H, _group.Size), _group);
        var mine = TokensToHeads.Of(cat([q, k, v], 0), plan).split(B, 0);  // 3 x [B, Hr, L, D]
        var attended = plan.Heads[_group.Rank] == 0
            ? mine[0] + mine[1] + mine[2]  // nothing to attend with, but the exchange of gradients needs this rank
            : inner.call(mine[0], mine[1], mine[2], mask).unflatten(2, plan.Heads[_group.Rank], -1).transpose(1, 2);
        return HeadsToTokens.Of(attended, plan).transpose(1, 2).flatten(2).MoveToOuterDisposeScope();
    }
}
