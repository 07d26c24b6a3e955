namespace Mesh.Distributed;

/// <summary>One rank's place in a <see cref="DeviceMesh"/>.</summary>
/// <param name="Mesh">The grid.</param>
/// <param name="DataRank">Which of the <see cref="DeviceMesh.DataSize"/> parts of a batch is this rank's.</param>
/// <param name="All">Every rank.</param>
/// <param name="Shards">Ranks that together hold the weights once.</param>
/// <param name="Sequence">Ranks that together work on one sample.</param>
/// <param name="Copies">Ranks that hold the same part of the weights: over replicas and over the sequence.</param>
public sealed record MeshRank(
    DeviceMesh Mesh,
    int DataRank,
    IProcessGroup All,
    IProcessGroup Shards,
    IProcessGroup Sequence,
    IProcessGroup Copies)
{
    /// <summary>A run of one process.</summary>
    public static MeshRank Alone { get; } =
        new(new DeviceMesh(), 0, new SingleRank(), new SingleRank(), new SingleRank(), new SingleRank());
}
