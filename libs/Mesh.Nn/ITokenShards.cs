using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>
/// How the tokens of a sample are spread over ranks. Every token is on one rank, whatever their numbers.
/// </summary>
public interface ITokenShards
{
    /// <summary>Number of ranks that share a sample; 1 when all tokens are here.</summary>
    int Ranks { get; }

    /// <summary>Number of this rank.</summary>
    int Rank { get; }

    /// <summary>The run of tokens that a rank has.</summary>
    /// <param name="tokens">Number of all.</param>
    /// <param name="rank">Which rank.</param>
    (long Start, long Count) Share(long tokens, int rank);

    /// <summary>Says how many tokens each rank brings to the attentions of the pass that begins.</summary>
    /// <param name="counts">One for each rank.</param>
    void Begin(IReadOnlyList<long> counts);

    /// <summary>Attention over the tokens of all ranks, from an attention over tokens in one place.</summary>
    MakeAttention Over(MakeAttention attention);

    /// <summary>
    /// Lays the tokens of all ranks one after the other; the gradient returns to where they came from.
    /// </summary>
    /// <param name="own">This rank's tokens, [B, share, n].</param>
    /// <param name="tokens">Number of all.</param>
    /// <returns>[B, tokens, n], the same on every rank.</returns>
    Tensor Gather(Tensor own, long tokens);
}
