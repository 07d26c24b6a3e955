namespace Mesh.Nn.Offload;

/// <summary>A network whose blocks may be read as they are needed, <see cref="BlockStream{TBlock}"/>.</summary>
public interface IStreamsBlocks
{
    /// <summary>Whether it was built so.</summary>
    bool IsStreaming { get; }

    /// <param name="read">Reads a weight of a block by its key in the network.</param>
    /// <param name="source">What is read from; disposed of with the network.</param>
    void StreamBlocks(ReadWeight read, IDisposable? source = null);
}
