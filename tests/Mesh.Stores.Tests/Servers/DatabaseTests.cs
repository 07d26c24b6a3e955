using Mesh.Stores.Checkpoints;
using Mesh.Stores.Jobs;
using Mesh.Stores.Leases;
using Mesh.Stores.Sql;

namespace Mesh.Stores.Tests.Servers;

/// <summary>Tests over an empty database each.</summary>
public abstract class DatabaseTests(ITestDatabase databases) : IAsyncLifetime
{
    private SqlDatabase _database = null!;

    /// <summary>Names the database to <see cref="Connect"/> and to a <see cref="Child"/>.</summary>
    protected string Address { get; private set; } = "";

    protected IEditJobStore Jobs => new SqlEditJobStore(_database);

    protected ICheckpointStore Checkpoints => new SqlCheckpointStore(_database);

    protected ILeaseStore Leases => new SqlLeaseStore(_database);

    public async Task InitializeAsync()
    {
        Address = await databases.CreateAsync();
        _database = Connect();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    /// <summary>Connects as another process would.</summary>
    protected SqlDatabase Connect() => TestDatabase.Connect(Address);

    protected static NewEdit Edit(string tenant) => new() { Tenant = tenant, Options = """{"instruction":"blå"}""" };

    protected async Task<Guid> CreateAsync(string tenant, EditJobPriority priority = EditJobPriority.Standard) =>
        (await Jobs.CreateAsync(Edit(tenant) with { Priority = priority })).Job.Id;

    /// <summary>Runs a statement behind the stores' back.</summary>
    protected Task<int> ExecuteAsync(string sql) => _database.ExecuteAsync(sql, [], CancellationToken.None);
}
