using Mesh.Cli.Chaos;
using Mesh.Cli.Local;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;
using Mesh.Stores.Sql;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests;

/// <summary>A mesh of one process per service over a real RabbitMQ.</summary>
public sealed class MeshFixture : IAsyncLifetime, IDisposable
{
    /// <summary>Deliveries before a message is given up.</summary>
    public const int DeliveryLimit = 2;

    private readonly TemporaryFolder _folder = new();
    private LocalMesh? _mesh;
    private SqliteDatabase? _database;

    public static string ModelFolder { get; } = Path.Combine(RepositoryRoot.Path, "models", "nano");

    internal LocalMesh Mesh => _mesh ?? throw new InvalidOperationException("The mesh has not started.");

    internal IReadOnlyList<ShortFilm> Films { get; private set; } = [];

    internal IEditJobStore Jobs => new SqlEditJobStore(_database!);

    internal ILeaseStore Leases => new SqlLeaseStore(_database!);

    internal IArtifactStore Artifacts => new DirectoryArtifactStore(Mesh.ArtifactFolder);

    public async Task InitializeAsync()
    {
        Films = await ShortFilm.RenderAsync(_folder.At("films"), frames: 5, CancellationToken.None);
        _mesh = await LocalMesh.StartAsync(
            new(_folder.Path, "nano", ModelFolder)
            {
                Threads = 1,
                Settings =
                [
                    $"--Mesh:Bus:DeliveryLimit={DeliveryLimit}", "--Mesh:Bus:Lease=00:00:03",
                    "--Mesh:Bus:CancelPoll=01:00:00",
                ],
            },
            CancellationToken.None);
        _database = new(Mesh.JobFile);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (_mesh is not null)
            await _mesh.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A client whose films go to a folder of their own.</summary>
    internal ChaosClient Client()
    {
        var results = Directory.CreateDirectory(_folder.At($"results-{Guid.NewGuid():N}")).FullName;
        return new(Mesh.Gateway.Ready!.Grpc, results, _ => { });
    }
}
