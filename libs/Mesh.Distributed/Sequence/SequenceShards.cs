using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Distributed.Sequence;

/// <summary>
/// Tokens of one sample over the ranks of a group. Shares differ by at most one token, so that any number of tokens
/// goes over any number of ranks.
/// </summary>
/// <param name="group">Ranks that work on the same sample.</param>
public sealed class SequenceShards(IProcessGroup group) : ITokenShards
{
    private IReadOnlyList<long> _counts = [];

    public int Ranks => group.Size;

    public int Rank => group.Rank;

    public (long Start, long Count) Share(long tokens, int rank) => Split.Share(tokens, group.Size, rank);

    public void Begin(IReadOnlyList<long> counts) => _counts = counts;

    public MakeAttention Over(MakeAttention attention) =>
        () => new UlyssesAttention(attention(), group, () => _counts);

    public Tensor Gather(Tensor own, long tokens) => TokenGather.Of(own, tokens, group);
}
