using Grpc.Net.Client;
using Mesh.Curator;
using Mesh.ServiceDefaults.Hosting;
using Mesh.TestKit;
using Client = Mesh.Contracts.Curation.V1.Curation.CurationClient;

namespace Mesh.Curation.Tests.Service;

/// <summary>A curation service over a bus in memory.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MeshHost _host;
    private readonly GrpcChannel _channel;

    private RunningWorker(MeshHost host, TemporaryFolder folder)
    {
        (_host, _folder) = (host, folder);
        _channel = GrpcChannel.ForAddress(host.GrpcAddress);
        Calls = new(_channel);
    }

    public Client Calls { get; }

    public IServiceProvider Services => _host.Services;

    public string Artifacts => _folder.At("artifacts");

    /// <param name="films">Folder that jobs may read.</param>
    /// <param name="settings">Further ones.</param>
    public static async Task<RunningWorker> StartAsync(string films, params IReadOnlyList<string> settings)
    {
        var folder = new TemporaryFolder();
        var host = MeshHost.Build(
            [
                $"--Mesh:Artifacts:Directory={folder.At("artifacts")}", $"--Mesh:Jobs:Sqlite={folder.At("jobs.db")}",
                $"--Mesh:Curation:InputFolders:0={films}", "--Mesh:Bus:Lease=00:00:02", .. settings,
            ],
            new CurationService());
        await host.StartAsync();
        return new(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
