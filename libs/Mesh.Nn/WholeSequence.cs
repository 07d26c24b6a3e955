using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>All tokens are here.</summary>
public sealed class WholeSequence : ITokenShards
{
    public static WholeSequence Instance { get; } = new();

    public int Ranks => 1;

    public int Rank => 0;

    public (long Start, long Count) Share(long tokens, int rank) => (0, tokens);

    public void Begin(IReadOnlyList<long> counts)
    {
    }

    public MakeAttention Over(MakeAttention attention) => attention;

    public Tensor Gather(Tensor own, long tokens) => own;
}
