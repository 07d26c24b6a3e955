using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Curation.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Curation.Tests.Service;

/// <summary>
/// A model server that somebody else could have written: turns every bit of the first file around while it reads, and
/// fails when told to.
/// </summary>
internal sealed class ScriptedTool : Tool.ToolBase, IAsyncDisposable
{
    private WebApplication? _server;

    public required ToolKind Kind { get; init; }

    /// <summary>Name of the file that is answered; null answers with none.</summary>
    public string? Output { get; init; } = "mask";

    /// <summary>Calls that fail before one succeeds; each after the first piece of an answer.</summary>
    public ConcurrentQueue<StatusCode> Failures { get; } = new();

    /// <summary>Whether it never tells what it is.</summary>
    public bool IsMute { get; init; }

    public Uri Address => new(_server!.Urls.First());

    public int Calls { get; private set; }

    public ToolCall? Call { get; private set; }

    /// <summary>Bytes by file of the last call.</summary>
    public Dictionary<string, long> Files { get; } = [];

    public async Task<ScriptedTool> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _server = builder.Build();
        _server.MapGrpcService<ScriptedTool>();
        await _server.StartAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.StopAsync();
        await _server.DisposeAsync();
    }

    public override async Task<ToolDescription> Describe(DescribeRequest request, ServerCallContext context)
    {
        if (IsMute)
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new() { Kind = Kind, NameAndVersion = "inverter 1" };
    }

    public override async Task Run(
        IAsyncStreamReader<RunRequest> requestStream, IServerStreamWriter<RunResponse> responseStream,
        ServerCallContext context)
    {
        Calls++;
        Files.Clear();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (request.PartCase == RunRequest.PartOneofCase.Call)
            {
                Call = request.Call;
                continue;
            }
            var isFirst = Files.Keys.All(name => name == request.Piece.Name);
            Files[request.Piece.Name] = Files.GetValueOrDefault(request.Piece.Name) + request.Piece.Data.Length;
            if (isFirst && Output is not null)
                await responseStream.WriteAsync(Turned(request.Piece.Data.Span), context.CancellationToken);
            if (Failures.TryDequeue(out var failure))
                throw new RpcException(new(failure, "as the test wants it"));
        }
    }

    private RunResponse Turned(ReadOnlySpan<byte> bytes)
    {
        var turned = bytes.ToArray();
        for (var i = 0; i < turned.Length; i++)
            turned[i] = (byte)~turned[i];
        return new() { Piece = new() { Name = Output, Data = ByteString.CopyFrom(turned) } };
    }
}
