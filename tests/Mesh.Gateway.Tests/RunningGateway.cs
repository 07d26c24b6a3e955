using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Hosting;
using Mesh.TestKit;
using Client = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;

namespace Mesh.Gateway.Tests;

/// <summary>A gateway in this process, spoken to over its real ports; with stages or alone.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder;
    private readonly GrpcChannel _channel;

    private RunningGateway(TemporaryFolder folder, MeshHost host)
    {
        (_folder, Host) = (folder, host);
        _channel = GrpcChannel.ForAddress(host.GrpcAddress);
        Grpc = new(_channel);
        Rest = new() { BaseAddress = host.HttpAddress, Timeout = Patience };
    }

    public MeshHost Host { get; }

    public Client Grpc { get; }

    public HttpClient Rest { get; }

    public string ArtifactFolder => _folder.At("artifacts");

    /// <summary>Files of the test, gone with the gateway.</summary>
    public string At(string name) => _folder.At(name);

    public static Task<RunningGateway> StartAsync(params string[] settings) => StartAsync([], settings);

    public static async Task<RunningGateway> StartAsync(IReadOnlyList<IMeshService> stages, params string[] settings)
    {
        var folder = new TemporaryFolder();
        var host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={folder.At("jobs.db")}",
                .. settings,
            ],
            [new GatewayService(), .. stages]);
        await host.StartAsync();
        return new(folder, host);
    }

    /// <summary>Submits by gRPC: options, then the video in pieces.</summary>
    public async Task<Edit> SubmitAsync(EditOptions options, byte[]? video, byte[]? reference = null)
    {
        using var call = Grpc.SubmitEdit(deadline: DateTime.UtcNow + Patience);
        await call.RequestStream.WriteAsync(new() { Options = options });
        foreach (var piece in (video ?? []).Chunk(64 << 10))
            await call.RequestStream.WriteAsync(new() { Video = Google.Protobuf.ByteString.CopyFrom(piece) });
        foreach (var piece in (reference ?? []).Chunk(64 << 10))
            await call.RequestStream.WriteAsync(new() { Reference = Google.Protobuf.ByteString.CopyFrom(piece) });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    /// <summary>What a refused call says is wrong with its fields, "field: description".</summary>
    public static async Task<string> RefusedAsync(Func<Task> call, StatusCode code = StatusCode.InvalidArgument)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((code, error.Status.Detail), (error.StatusCode, error.Status.Detail));
        var details = error.GetRpcStatus()?.Details.FirstOrDefault(any => any.Is(Google.Rpc.BadRequest.Descriptor));
        return details is null ? error.Status.Detail : string.Join('\n', details.Unpack<Google.Rpc.BadRequest>()
            .FieldViolations.Select(field => $"{field.Field}: {field.Description}"));
    }

    public async ValueTask DisposeAsync()
    {
        Rest.Dispose();
        _channel.Dispose();
        await Host.StopAsync();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A gateway without stages: what it accepts stays in the queue.</summary>
public sealed class LoneGateway : IAsyncLifetime
{
    internal RunningGateway Mesh { get; private set; } = null!;

    /// <summary>A film that can be edited.</summary>
    internal byte[] Film { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Mesh = await RunningGateway.StartAsync(
            "--Mesh:Uploads:MaxVideoBytes=2000000", "--Mesh:Uploads:MaxSilence=00:00:02",
            "--Mesh:Uploads:MaxSide=1024", "--Mesh:Uploads:MaxFrames=300");
        Film = await File.ReadAllBytesAsync(
            await Editing.Tests.TinyFilm.WriteAsync(Mesh.At("film.mp4"), 6));
    }

    public async Task DisposeAsync() => await Mesh.DisposeAsync();
}
