using Mesh.Cli.Local;
using Mesh.Stores.Curation;
using Mesh.Stores.Sql;
using Mesh.TestKit;

namespace Mesh.EndToEnd.Tests.Curation;

/// <summary>A worker of the curation as a process, over a broker of its own.</summary>
internal sealed class CurationWorker : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly RabbitMqServer _broker;
    private readonly SqliteDatabase _database;

    private CurationWorker(TemporaryFolder folder, RabbitMqServer broker, IReadOnlyList<string> settings)
    {
        (_folder, _broker, _database) = (folder, broker, new(folder.At("jobs.db")));
        Process = new(
            "curation", "Mesh.Curator.dll",
            [
                "--Mesh:Transport=RabbitMq", $"--Mesh:RabbitMq:Port={broker.Port}",
                $"--Mesh:Artifacts:Directory={Artifacts}", $"--Mesh:Jobs:Sqlite={folder.At("jobs.db")}",
                $"--Mesh:Curation:InputFolders:0={Films}", .. settings,
            ],
            Directory.CreateDirectory(folder.At("logs")).FullName);
    }

    public MeshProcess Process { get; }

    public int BrokerPort => _broker.Port;

    public string Films => _folder.At("films");

    public string Artifacts => _folder.At("artifacts");

    public ICurationJobStore Jobs => new SqlCurationJobStore(_database);

    public static async Task<CurationWorker> StartAsync(params IReadOnlyList<string> settings)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("films"));
        var worker = new CurationWorker(folder, await RabbitMqServer.StartAsync(folder.At("broker")), settings);
        await worker.Process.StartAsync(CancellationToken.None);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
