using Grpc.Net.Client;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Depth;
using Mesh.Video;

namespace Mesh.Curator.Tools;

/// <summary>Depth films from a server.</summary>
public sealed class ToolDepth : IDepthSource, IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly ToolClient _tool;

    /// <param name="address">Of a server of mesh.curation.v1.Tool.</param>
    public ToolDepth(Uri address)
    {
        _channel = GrpcChannel.ForAddress(address);
        _tool = new(new Tool.ToolClient(_channel));
        Name = $"tool {address.Authority}";
    }

    public string Name { get; }

    public Task EstimateAsync(string clip, string depth, VideoQuality quality, CancellationToken cancellation) =>
        _tool.RunAsync(
            new() { Kind = ToolKind.Depth },
            new Dictionary<string, string> { ["clip"] = clip },
            new Dictionary<string, string> { ["depth"] = depth },
            cancellation);

    public void Dispose() => _channel.Dispose();
}
