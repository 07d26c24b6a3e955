using Mesh.Curation.Depth;
using Mesh.Perception;
using Mesh.Perception.Archives;
using Mesh.Perception.Networks;
using Mesh.Perception.Tasks;

namespace Mesh.Curator.Tools;

/// <summary>What makes depth films, by how an operator names it.</summary>
public sealed class DepthBackend : IDisposable
{
    private readonly IDisposable _owned;

    private DepthBackend(string kind, IDepthSource source, IDisposable owned) =>
        (Kind, Source, _owned) = (kind, source, owned);

    /// <summary>"depth-anything", "tool", or the file name of an archive: what a recipe calls it.</summary>
    public string Kind { get; }

    public IDepthSource Source { get; }

    /// <param name="place">
    /// A folder of Depth Anything's weights, a TorchScript archive, or the address of a server of
    /// mesh.curation.v1.Tool.
    /// </param>
    /// <exception cref="PerceptionException">None of them is there, or what is there is refused.</exception>
    public static DepthBackend Open(string place)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https")
        {
            var tool = new ToolDepth(address);
            return new("tool", tool, tool);
        }
        if (Directory.Exists(place))
        {
            var network = DepthAnythingEstimator.Load(place);
            return new("depth-anything", new NetworkDepth(network), network);
        }
        if (!File.Exists(place))
        {
            throw new PerceptionException(
                $"Depth needs a folder of Depth Anything's weights, a TorchScript archive, or an http address, "
                + $"got '{place}'.");
        }
        var archive = ScriptNetwork.Load(place);
        try
        {
            return new(Path.GetFileNameWithoutExtension(place), new NetworkDepth(new ArchiveDepth(archive)), archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public void Dispose() => _owned.Dispose();
}
