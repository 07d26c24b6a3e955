using Mesh.Curation.Generation;

namespace Mesh.Curator.Tools;

/// <summary>Generated clips from a server of TOOL_KIND_GENERATE.</summary>
public sealed class ToolClips(ToolServer server) : IClipGenerator
{
    public string Name => server.Name;

    public Task GenerateAsync(ClipContext context, string edited, CancellationToken cancellation)
    {
        var files = new List<(string, string)> { ("clip", context.Clip), ("frame", context.Frame) };
        if (context.Depth is { } depth)
            files.Add(("depth", depth));
        if (context.Mask is { } mask)
            files.Add(("mask", mask));
        return server.RunAsync(context.Instruction, context.Seed, files, "edited", edited, cancellation);
    }
}
