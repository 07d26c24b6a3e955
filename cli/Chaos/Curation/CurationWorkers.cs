using Mesh.Cli.Local;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>Worker processes that are killed and started again until told to stop.</summary>
internal sealed class CurationWorkers(IReadOnlyList<MeshProcess> workers, CurationChaosOptions options)
    : IAsyncDisposable
{
    private readonly Random _random = new(options.Seed);

    public int Kills { get; private set; }

    public static CurationWorkers Of(CurationChaosOptions options, int broker, Uri model, string films)
    {
        var logs = Directory.CreateDirectory(Path.Combine(options.Folder, "logs")).FullName;
        string[] settings =
        [
            "--Mesh:Transport=RabbitMq", $"--Mesh:RabbitMq:Port={broker}",
            $"--Mesh:Artifacts:Directory={Path.Combine(options.Folder, "artifacts")}",
            $"--Mesh:Jobs:Sqlite={Path.Combine(options.Folder, "jobs.db")}",
            "--Mesh:Bus:Lease=00:00:03", "--Mesh:Bus:DeliveryLimit=500",
            $"--Mesh:Curation:InputFolders:0={films}",
            $"--Mesh:Curation:Vlm:Endpoint={model}", "--Mesh:Curation:Vlm:Model=stub",
            "--Mesh:Curation:Vlm:FirstPause=00:00:00.05", "--Mesh:Curation:ModelPause=00:00:00.2",
        ];
        return new(
            [
                .. from number in Enumerable.Range(1, options.Workers)
                   select new MeshProcess($"curation-{number}", "Mesh.Curator.dll", settings, logs),
            ],
            options);
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var worker in workers)
            await worker.StartAsync(cancellation);
    }

    /// <summary>Kills one after the other.</summary>
    public async Task KillAsync(Action<string> tell, CancellationToken peace)
    {
        while (options.KillEvery > TimeSpan.Zero)
        {
            await Task.Delay(options.KillEvery, peace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (peace.IsCancellationRequested)
                return;
            var victim = workers[_random.Next(workers.Count)];
            await victim.KillAsync();
            Kills++;
            tell($"killed {victim.Name}");
            // Not by the token: what is killed comes back, whatever else ends.
            await victim.StartAsync(CancellationToken.None);
        }
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        foreach (var worker in workers)
            await worker.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
            await worker.DisposeAsync();
    }
}
