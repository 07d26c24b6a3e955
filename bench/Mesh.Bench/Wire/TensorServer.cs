using System.Net;
using Grpc.Core;
using Mesh.Contracts.Encoder.V1;
using Mesh.Contracts.Gateway.V1;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Bench.Wire;

/// <summary>Streams one tensor to whoever asks.</summary>
internal sealed class TensorServer(byte[] tensor) : Contracts.Encoder.V1.Encoder.EncoderBase
{
    public const int TensorBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    public override async Task Encode(
        EncodeRequest request, IServerStreamWriter<TensorPart> responseStream, ServerCallContext context)
    {
        var wire = new WireTensor("video", DType.Float32, [TensorBytes / sizeof(float)], tensor);
        foreach (var part in TensorSender.Parts(wire))
            await responseStream.WriteAsync(part);
    }

    /// <summary>Starts it on a free port of the loopback interface.</summary>
    public static async Task<(WebApplication App, Uri Address)> StartAsync()
    {
        var tensor = new byte[TensorBytes];
        new Random(1).NextBytes(tensor);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ListenOptions? port = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            port = listen;
        }));
        GrpcTransport.AddServer(builder.Services);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new TensorServer(tensor));
        var app = builder.Build();
        app.MapGrpcService<TensorServer>();
        app.MapGrpcService<EditServer>();
        await app.StartAsync();
        return (app, new Uri($"http://{port!.IPEndPoint}"));
    }
}

/// <summary>Answers small calls.</summary>
internal sealed class EditServer : Contracts.Gateway.V1.Gateway.GatewayBase
{
    /// <inheritdoc/>
    public override Task<Edit> GetEdit(GetEditRequest request, ServerCallContext context) =>
        Task.FromResult(new Edit { Id = request.Id, State = EditState.Running });
}
