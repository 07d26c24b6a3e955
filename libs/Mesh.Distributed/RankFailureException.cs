namespace Mesh.Distributed;

/// <summary>The group cannot go on: a rank died, stopped with an error, or did not come in time.</summary>
/// <param name="rank">The rank that is to blame; null when nobody knows.</param>
/// <param name="message">One line that names it.</param>
/// <param name="cause">What the transport said.</param>
public sealed class RankFailureException(int? rank, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public int? Rank { get; } = rank;
}
