using Mesh.Curation.Generation;

namespace Mesh.Curator.Tools;

/// <summary>Edited frames from a server of TOOL_KIND_EDIT_FRAME.</summary>
public sealed class ToolKeyFrames(ToolServer server) : IKeyFrameEditor
{
    public string Name => server.Name;

    public Task EditAsync(
        string frame, string instruction, ulong seed, string edited, CancellationToken cancellation) =>
        server.RunAsync(instruction, seed, [("frame", frame)], "edited", edited, cancellation);
}
