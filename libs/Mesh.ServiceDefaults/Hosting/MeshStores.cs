using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Checkpoints;
using Mesh.Stores.Curation;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;
using Mesh.Stores.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>The stores that the options name.</summary>
internal static class MeshStores
{
    // Where one person's mesh keeps its files unless told otherwise.
    private static readonly string Own = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "mesh");

    public static void Add(IServiceCollection services, MeshOptions options)
    {
        services.AddSingleton<IArtifactStore>(provider => new MeteredArtifactStore(
            Artifacts(options.Artifacts), provider.GetRequiredService<MeshInstruments>()));
        services.AddSingleton<SqlDatabase>(_ => Database(options.Jobs));
        services.AddSingleton<IEditJobStore, SqlEditJobStore>();
        services.AddSingleton<ICurationJobStore, SqlCurationJobStore>();
        services.AddSingleton<ICheckpointStore, SqlCheckpointStore>();
        services.AddSingleton<ILeaseStore, SqlLeaseStore>();
    }

    private static IArtifactStore Artifacts(ArtifactOptions options) =>
        options.S3 is { } bucket
            ? new S3ArtifactStore(bucket.ForStore())
            : new DirectoryArtifactStore(
                options.Directory is { Length: > 0 } folder ? folder : Path.Combine(Own, "artifacts"));

    private static SqlDatabase Database(JobOptions options) =>
        options.Postgres is { Length: > 0 } connection
            ? new PostgresDatabase(connection)
            : new SqliteDatabase(options.Sqlite is { Length: > 0 } path ? path : Path.Combine(Own, "jobs.db"));
}
