using Mesh.Curation.Depth;
using Mesh.Perception;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;

namespace Mesh.Curator.Tools;

/// <summary>A network that makes depth films in this process.</summary>
internal sealed class DepthNetwork : IDisposable
{
    private readonly IDisposable _owned;

    private DepthNetwork(IDepthSource source, IDisposable owned) => (Source, _owned) = (source, owned);

    public IDepthSource Source { get; }

    /// <param name="place">A folder of Depth Anything's weights, or a TorchScript archive.</param>
    /// <exception cref="PerceptionException">Neither is there, or what is there is refused.</exception>
    public static DepthNetwork Open(string place)
    {
        if (Directory.Exists(place))
        {
            var network = DepthAnythingEstimator.Load(place);
            return new(new NetworkDepth(network), network);
        }
        if (!File.Exists(place))
        {
            throw new PerceptionException(
                "Depth needs a folder of Depth Anything's weights, a TorchScript archive, or an http address, "
                + $"got '{place}'.");
        }
        var archive = ScriptNetwork.Load(place);
        try
        {
            return new(new NetworkDepth(new ArchiveDepth(archive)), archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public void Dispose() => _owned.Dispose();
}
