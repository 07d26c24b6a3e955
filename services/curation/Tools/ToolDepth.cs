using Mesh.Curation.Depth;
using Mesh.Video;

namespace Mesh.Curator.Tools;

/// <summary>Depth films from a server of TOOL_KIND_DEPTH.</summary>
public sealed class ToolDepth(ToolServer server) : IDepthSource
{
    public string Name => server.Name;

    public Task EstimateAsync(string clip, string depth, VideoQuality quality, CancellationToken cancellation) =>
        server.RunAsync("", null, [("clip", clip)], "depth", depth, cancellation);
}
