using Mesh.Stores.Jobs;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Jobs;

/// <summary>Whose edit goes to the bus next.</summary>
public abstract class DispatchTests(ITestDatabase databases) : DatabaseTests(databases)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_tenant_with_few_edits_does_not_wait_for_one_with_many()
    {
        for (var i = 0; i < 8; i++)
        {
            await CreateAsync("many");
        }

        await CreateAsync("few");
        await CreateAsync("few");

        Assert.Equal(["few", "many", "few", "many", "many"], await TakeAsync(5, _ => new DispatchShare()));
    }

    [Fact]
    public async Task A_tenant_of_three_times_the_weight_gets_three_times_as_much()
    {
        for (var i = 0; i < 12; i++)
        {
            await CreateAsync("heavy");
            await CreateAsync("light");
        }

        var taken = await TakeAsync(12, tenant => new DispatchShare(tenant == "heavy" ? 3 : 1));

        Assert.Equal(9, taken.Count(tenant => tenant == "heavy"));
    }

    [Fact]
    public async Task An_edit_that_ended_makes_room_for_the_next_of_its_tenant()
    {
        for (var i = 0; i < 4; i++)
        {
            await CreateAsync("a");
            await CreateAsync("b");
        }

        var first = (await NextAsync())!;
        await NextAsync();
        await Jobs.TryStartAsync(first.Id);
        await Jobs.TryFailAsync(first.Id, new EditError(13, "Broken."));

        Assert.Equal(first.Tenant, (await NextAsync())!.Tenant);
    }

    [Fact]
    public async Task Within_a_tenant_the_urgent_come_first_then_the_old()
    {
        var batch = await CreateAsync("a", EditJobPriority.Batch);
        var (old, young) = (await CreateAsync("a"), await CreateAsync("a"));
        var urgent = await CreateAsync("a", EditJobPriority.Interactive);

        Assert.Equal(
            [urgent, old, young, batch],
            [(await NextAsync())!.Id, (await NextAsync())!.Id, (await NextAsync())!.Id, (await NextAsync())!.Id]);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task No_tenant_gets_more_than_its_limit_nor_all_more_than_theirs()
    {
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync("a");
            await CreateAsync("b");
        }

        var share = (string tenant) => new DispatchShare(1, tenant == "a" ? 1 : null);

        Assert.Equal(["a", "b", "b", "b"], await TakeAsync(4, share));
        Assert.Null(await Jobs.NextToDispatchAsync(share, maxRunning: 4, Long));
        Assert.NotNull(await Jobs.NextToDispatchAsync(share, maxRunning: 5, Long));
    }

    [Fact]
    public async Task A_claim_that_ran_out_lets_another_have_the_edit()
    {
        var id = await CreateAsync("a");

        Assert.Equal(id, (await Jobs.NextToDispatchAsync(_ => new DispatchShare(), null, TimeSpan.Zero))!.Id);
        Assert.Equal(id, (await NextAsync())!.Id);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task A_released_edit_has_its_turn_again_and_a_dispatched_one_not()
    {
        var id = await CreateAsync("a");

        await NextAsync();
        await Jobs.ReleaseAsync(id);
        Assert.Equal(id, (await NextAsync())!.Id);
        await Jobs.MarkDispatchedAsync(id);

        Assert.NotNull((await Jobs.GetAsync(id))!.Dispatched);
        Assert.Null(await NextAsync());
        await Jobs.ReleaseAsync(id);  // the bus has lost it
        Assert.Equal(id, (await NextAsync())!.Id);
    }

    [Fact]
    public async Task A_cancelled_edit_has_no_turn()
    {
        await Jobs.TryCancelAsync(await CreateAsync("a"));

        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task Gateways_at_once_take_every_edit_once()
    {
        for (var i = 0; i < 60; i++)
        {
            await CreateAsync($"tenant-{i % 5}");
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var database = Connect();
            var (store, ids) = (new SqlEditJobStore(database), new List<Guid>());
            while (await store.NextToDispatchAsync(_ => new DispatchShare(), null, Long) is { } edit)
            {
                ids.Add(edit.Id);
                await store.MarkDispatchedAsync(edit.Id);
            }

            return ids;
        })));

        var all = taken.SelectMany(ids => ids).ToList();
        Assert.Equal(60, all.Count);
        Assert.Equal(60, all.Distinct().Count());
    }

    [Fact]
    public async Task Processes_at_once_take_every_edit_once()
    {
        for (var i = 0; i < 60; i++)
        {
            await CreateAsync($"tenant-{i % 5}");
        }

        var gateways = Enumerable.Range(0, 3).Select(_ => Child.Start("dispatch", Address)).ToList();
        var lines = await Task.WhenAll(gateways.Select(gateway => gateway.LinesAsync()));
        gateways.ForEach(gateway => gateway.Dispose());

        var taken = lines.SelectMany(ids => ids).ToList();
        Assert.Equal(60, taken.Count);
        Assert.Equal(60, taken.Distinct().Count());
    }

    private Task<EditJob?> NextAsync() => Jobs.NextToDispatchAsync(_ => new DispatchShare(), null, Long);

    private async Task<List<string>> TakeAsync(int count, Func<string, DispatchShare> share)
    {
        var tenants = new List<string>();
        for (var i = 0; i < count; i++)
        {
            tenants.Add((await Jobs.NextToDispatchAsync(share, null, Long))!.Tenant);
        }

        return tenants;
    }
}

public sealed class SqliteDispatchTests(SqliteFile databases) : DispatchTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresDispatchTests(PostgresServer databases)
    : DispatchTests(databases), IClassFixture<PostgresServer>;
