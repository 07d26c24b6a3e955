using Mesh.Stores.Sql;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Sql;

/// <summary>A server that goes away under its users.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : DatabaseTests(server), IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Calls_fail_clearly_while_the_server_is_away_and_work_once_it_is_back()
    {
        var id = await CreateAsync("ada");
        server.Stop();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => Jobs.TryStartAsync(id));
        Assert.Contains("does not answer", error.Message, StringComparison.Ordinal);

        server.Start();
        Assert.True(await Jobs.TryStartAsync(id));
        Assert.Equal(1, (await Jobs.CountsAsync("ada")).Running);
    }

    [Fact]
    public async Task Connections_that_broke_meanwhile_are_noticed_by_nobody()
    {
        var id = await CreateAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Jobs.GetAsync(id))));
        server.Stop();
        server.Start();

        Assert.True(await Jobs.TryStartAsync(id));
        Assert.Equal(id, (await Jobs.GetAsync(id))!.Id);
    }

    [Fact]
    public async Task A_lease_is_lost_when_its_database_does_not_answer()
    {
        await using var lease = (await Leases.TryAcquireAsync("name", "one", TimeSpan.FromSeconds(3)))!;
        server.Stop();
        try
        {
            var fired = new TaskCompletionSource();
            await using var registered = lease.Lost.Register(fired.SetResult);
            await fired.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
        finally
        {
            server.Start();
        }
    }
}
