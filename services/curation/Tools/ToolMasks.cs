using Grpc.Net.Client;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Masks;

namespace Mesh.Curator.Tools;

/// <summary>Masks from a segmentation server.</summary>
public sealed class ToolMasks : IMaskSource, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly ToolClient _tool;

    /// <param name="address">Of a server of mesh.curation.v1.Tool.</param>
    public ToolMasks(Uri address)
    {
        _channel = GrpcChannel.ForAddress(address);
        _tool = new(new Tool.ToolClient(_channel));
        Name = $"tool {address.Authority}";
    }

    public string Name { get; }

    public Task SegmentAsync(string clip, string mask, CancellationToken cancellation) => _tool.RunAsync(
        new() { Kind = ToolKind.Segment, Prompt = "the main instance" },
        new Dictionary<string, string> { ["clip"] = clip },
        new Dictionary<string, string> { ["mask"] = mask },
        cancellation);

    public void Dispose() => _channel.Dispose();
}
