using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Contracts.Curation.V1;
using Mesh.Curation.Instructions;
using Mesh.Curator.Tools;
using Mesh.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Curation.Tests.Service;

/// <summary>The contract of model servers, against one that somebody else could have written.</summary>
public sealed class ToolTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _server;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        _server = builder.Build();
        _server.MapGrpcService<Inverter>();
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server!.StopAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_go_there_in_pieces_and_come_back()
    {
        var bytes = new byte[(2 << 20) + 17];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.At("clip.mp4"), bytes);
        using var masks = new ToolMasks(new(_server!.Urls.First()));
        await masks.SegmentAsync(_folder.At("clip.mp4"), _folder.At("mask.mp4"), default);
        byte[] turned = [.. bytes.Select(value => (byte)~value)];
        var mask = await File.ReadAllBytesAsync(_folder.At("mask.mp4"));
        Assert.True(turned.AsSpan().SequenceEqual(mask));
    }

    [Fact]
    public async Task A_tool_tells_what_it_is()
    {
        using var channel = GrpcChannel.ForAddress(_server!.Urls.First());
        var told = await new ToolClient(new(channel)).DescribeAsync(default);
        Assert.Equal((ToolKind.Segment, "inverter 1"), (told.Kind, told.NameAndVersion));
    }

    [Fact]
    public async Task A_file_that_does_not_come_back_is_no_result()
    {
        await File.WriteAllBytesAsync(_folder.At("clip.mp4"), [1]);
        using var channel = GrpcChannel.ForAddress(_server!.Urls.First());
        await Assert.ThrowsAsync<AnnotatorUnavailableException>(() => new ToolClient(new(channel)).RunAsync(
            new() { Kind = ToolKind.Depth }, new Dictionary<string, string> { ["clip"] = _folder.At("clip.mp4") },
            new Dictionary<string, string> { ["depth"] = _folder.At("depth.mp4") }, default));
    }

    /// <summary>Turns every bit of a clip around and calls it a mask.</summary>
    private sealed class Inverter : Tool.ToolBase
    {
        public override Task<ToolDescription> Describe(DescribeRequest request, ServerCallContext context) =>
            Task.FromResult(new ToolDescription { Kind = ToolKind.Segment, NameAndVersion = "inverter 1" });

        public override async Task Run(
            IAsyncStreamReader<RunRequest> requestStream, IServerStreamWriter<RunResponse> responseStream,
            ServerCallContext context)
        {
            await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            {
                if (request.PartCase != RunRequest.PartOneofCase.Piece)
                    continue;
                var turned = request.Piece.Data.Select(value => (byte)~value).ToArray();
                await responseStream.WriteAsync(
                    new() { Piece = new() { Name = "mask", Data = ByteString.CopyFrom(turned) } },
                    context.CancellationToken);
            }
        }
    }
}
