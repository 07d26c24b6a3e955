using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Mesh.Contracts.Objects.V1;
using Mesh.Contracts.Tensors;
using Mesh.Editing.Tests;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Hosting;
using Mesh.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Stages.Tests;

/// <summary>A stage service that serves the tiny model over real gRPC, alone in its process but for the test.</summary>
internal sealed class StageHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MeshHost _host;

    private StageHost(IMeshService service, string[] settings)
    {
        Model = TinyNano.Write(_folder.At("tiny"));
        _host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={_folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={_folder.At("jobs.db")}",
                "--Mesh:Models:Default=tiny", $"--Mesh:Models:Folders:tiny={Model}", .. settings,
            ],
            service);
    }

    /// <summary>Folder of the served model.</summary>
    public string Model { get; }

    /// <summary>Where HTTP/1 listens.</summary>
    public Uri Http => _host.HttpAddress;

    public GrpcChannel Channel { get; private set; } = null!;

    public static async Task<StageHost> StartAsync(IMeshService service, params string[] settings)
    {
        var host = new StageHost(service, settings);
        await host._host.StartAsync();
        host.Channel = GrpcChannel.ForAddress(host._host.GrpcAddress);
        return host;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public string At(string name) => _folder.At(name);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The status of a call that must fail, and the field it names.</summary>
    public static async Task<(StatusCode Code, string? Field, string Message)> RefusalAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        var field = error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.FirstOrDefault()?.Field;
        return (error.StatusCode, field, error.Status.Detail);
    }

    /// <summary>The tensors of a reply.</summary>
    public static async Task<Dictionary<string, WireTensor>> ReadAsync<T>(
        IAsyncStreamReader<T> replies, Func<T, TensorPart?> part)
    {
        var receiver = new TensorReceiver(new());
        var tensors = new Dictionary<string, WireTensor>();
        while (await replies.MoveNext(CancellationToken.None))
        {
            if (part(replies.Current) is { } next && receiver.Add(next) is { } tensor)
                tensors.Add(tensor.Name, tensor);
        }
        receiver.End();
        return tensors;
    }
}
