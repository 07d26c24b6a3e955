namespace Mesh.Distributed;

/// <summary>A collective under way.</summary>
public interface IWork
{
    /// <summary>Returns when the result is there; to be called exactly once.</summary>
    /// <exception cref="RankFailureException">A rank died or did not come in time.</exception>
    void Wait();
}
