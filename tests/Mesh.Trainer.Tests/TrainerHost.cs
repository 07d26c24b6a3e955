using Grpc.Net.Client;
using Mesh.Contracts.Trainer.V1;
using Mesh.ServiceDefaults;
using Mesh.ServiceDefaults.Hosting;
using Mesh.TestKit;

namespace Mesh.Trainer.Tests;

/// <summary>A trainer, beside other services, over a model that icve-smoke can train.</summary>
/// <param name="others">Beside it in the process.</param>
internal sealed class TrainerHost(params IMeshService[] others) : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private MeshHost? _mesh;
    private GrpcChannel? _channel;

    /// <summary>Deleted by whoever starts the host, after it.</summary>
    public TemporaryFolder Folder { get; } = new();

    public MeshHost Mesh => _mesh!;

    public GrpcChannel Channel => _channel!;

    public Contracts.Trainer.V1.Trainer.TrainerClient Trainer => new(Channel);

    /// <param name="settings">Beside the folders, as "--Mesh:...".</param>
    public async Task StartAsync(params string[] settings)
    {
        var model = SmokeModel.Write(Folder.At("tiny"));
        _mesh = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={Folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={Folder.At("jobs.db")}",
                "--Mesh:Models:Default=tiny", $"--Mesh:Models:Folders:tiny={model}",
                $"--Mesh:Trainer:Runs={Folder.At("runs")}", $"--Mesh:Trainer:BaseModel={model}",
                "--Mesh:Canary:Trial=0:00:01", .. settings,
            ],
            [.. others, new TrainerService()]);
        await _mesh.StartAsync();
        _channel = GrpcChannel.ForAddress(_mesh.GrpcAddress);
    }

    /// <summary>A run "a" of icve-smoke on two ranks, from the weights of the model.</summary>
    /// <param name="steps">Of each of its two stages.</param>
    public StartRequest Request(int steps) => new()
    {
        Recipe = "icve-smoke",
        Name = "a",
        Ranks = 2,
        Steps = steps,
        StartFrom = Folder.At("tiny/transformer.safetensors"),
    };

    /// <summary>Everything until the run ends.</summary>
    public async Task<List<RunEvent>> WatchAsync()
    {
        using var watch = Trainer.Watch(new WatchRequest(), deadline: DateTime.UtcNow + Limit);
        var events = new List<RunEvent>();
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            events.Add(watch.ResponseStream.Current);
        return events;
    }

    /// <summary>Ends the process's part of it and starts it anew on the same files.</summary>
    public async Task RestartAsync()
    {
        await DisposeAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_mesh is not null)
            await _mesh.DisposeAsync();
    }
}
