using Mesh.Curation.Masks;

namespace Mesh.Curator.Tools;

/// <summary>Masks from a server of TOOL_KIND_SEGMENT.</summary>
public sealed class ToolMasks(ToolServer server) : IMaskSource
{
    public string Name => server.Name;

    public Task SegmentAsync(string clip, string mask, CancellationToken cancellation) =>
        server.RunAsync("the main instance", null, [("clip", clip)], "mask", mask, cancellation);
}
