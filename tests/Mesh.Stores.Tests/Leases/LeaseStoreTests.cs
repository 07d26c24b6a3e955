using Mesh.Stores.Leases;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Leases;

/// <summary>What holds for leases over every database.</summary>
public abstract class LeaseStoreTests(ITestDatabase databases) : DatabaseTests(databases)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task One_holds_a_name_until_it_lets_go()
    {
        var lease = (await Leases.TryAcquireAsync("denoise/1", "one", Long))!;

        Assert.Equal("denoise/1", lease.Name);
        Assert.Null(await Leases.TryAcquireAsync("denoise/1", "two", Long));
        Assert.Null(await Leases.TryAcquireAsync("denoise/1", "one", Long));
        Assert.Equal("one", await Leases.OwnerAsync("denoise/1"));
        await using var unrelated = await Leases.TryAcquireAsync("denoise/2", "two", Long);
        Assert.NotNull(unrelated);

        await lease.DisposeAsync();
        await lease.DisposeAsync();

        Assert.Null(await Leases.OwnerAsync("denoise/1"));
        await using var next = await Leases.TryAcquireAsync("denoise/1", "two", Long);
        Assert.NotNull(next);
        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_it()
    {
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => Leases.TryAcquireAsync("name", $"owner {i}", Long))));

        await using var lease = Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task A_lease_that_is_held_is_renewed()
    {
        await using var lease = (await Leases.TryAcquireAsync("name", "one", TimeSpan.FromSeconds(30)))!;
        await ExecuteAsync("UPDATE leases SET expires = expires - 15000");
        var before = await ExpiresAsync();

        await UntilAsync(async () => await ExpiresAsync() > before);

        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task What_a_killed_process_held_can_be_had_once_its_time_is_over()
    {
        using var child = Child.Start("hold", Address, "name");
        await child.SaysAsync("held");
        Assert.Null(await Leases.TryAcquireAsync("name", "next", Long));

        child.Kill();

        ILease? lease = null;
        await UntilAsync(async () => (lease = await Leases.TryAcquireAsync("name", "next", Long)) is not null);
        Assert.Equal("next", await Leases.OwnerAsync("name"));
        await lease!.DisposeAsync();
    }

    [Fact]
    public async Task A_holder_that_was_too_slow_hears_of_it_and_leaves_the_next_one_alone()
    {
        var slow = (await Leases.TryAcquireAsync("name", "slow", TimeSpan.FromSeconds(2)))!;
        await ExecuteAsync("UPDATE leases SET expires = 0");
        await using var next = await Leases.TryAcquireAsync("name", "next", Long);
        Assert.NotNull(next);

        await LostAsync(slow);
        await slow.DisposeAsync();

        Assert.Equal("next", await Leases.OwnerAsync("name"));
        Assert.False(next.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Leases_that_ended_long_ago_are_swept()
    {
        await using var held = await Leases.TryAcquireAsync("held", "one", Long);
        await ExecuteAsync("INSERT INTO leases (name, owner, holder, expires) VALUES ('dead', 'x', 'x', 1)");

        Assert.Equal(1, await Leases.SweepAsync(TimeSpan.FromHours(1)));
        Assert.Equal("one", await Leases.OwnerAsync("held"));
    }

    [Fact]
    public async Task A_lease_too_short_to_be_renewed_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Leases.TryAcquireAsync("name", "one", TimeSpan.FromMilliseconds(999)));

    private static async Task LostAsync(ILease lease)
    {
        var fired = new TaskCompletionSource();
        await using var registered = lease.Lost.Register(fired.SetResult);
        await fired.Task.WaitAsync(Patience);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private async Task<long> ExpiresAsync() =>
        await TestDatabase.QueryAsync(Address, "SELECT expires FROM leases").SingleAsync();
}

public sealed class SqliteLeaseStoreTests(SqliteFile databases)
    : LeaseStoreTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresLeaseStoreTests(PostgresServer databases)
    : LeaseStoreTests(databases), IClassFixture<PostgresServer>;
