using Mesh.Stores.Jobs;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Jobs;

/// <summary>What holds for edits over every database.</summary>
public abstract class EditJobStoreTests(ITestDatabase databases) : DatabaseTests(databases)
{
    private static readonly EditOutput Output = new("edits/x/output.mp4", 700, new string('a', 64), "video/mp4", "{}");

    [Fact]
    public async Task An_accepted_edit_reads_back_as_it_was_asked()
    {
        var asked = Edit("ada") with
        {
            IdempotencyKey = "k",
            Priority = EditJobPriority.Batch,
            SourceBytes = 3_000_000_000,
            TraceParent = "00-1",
        };

        var (made, created) = await Jobs.CreateAsync(asked);

        Assert.True(created);
        Assert.Equal(made, await Jobs.GetAsync(asked.Id));
        Assert.Equal(
            (asked.Id, "ada", "k", EditJobPriority.Batch, asked.Options, asked.SourceBytes, asked.TraceParent),
            (made.Id, made.Tenant, made.IdempotencyKey, made.Priority, made.Options, made.SourceBytes,
                made.TraceParent));
        Assert.Equal((EditJobState.Queued, null, null, null), (made.State, made.Output, made.Error, made.Dispatched));
        Assert.InRange(made.Created, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task A_finished_edit_has_its_output_and_times()
    {
        var id = await CreateAsync("ada");

        Assert.True(await Jobs.TryStartAsync(id));
        Assert.True(await Jobs.TryFinishAsync(id, Output));

        var edit = (await Jobs.GetAsync(id))!;
        Assert.Equal((EditJobState.Succeeded, Output, null), (edit.State, edit.Output, edit.Error));
        Assert.True(edit.Created <= edit.Started && edit.Started <= edit.Ended);
    }

    [Fact]
    public async Task An_edit_that_begins_anew_is_as_if_nothing_had_been_done()
    {
        var id = await CreateAsync("ada");
        await Jobs.NextToDispatchAsync(_ => new(), maxRunning: null, TimeSpan.FromMinutes(1));
        await Jobs.MarkDispatchedAsync(id);
        await Jobs.TryStartAsync(id);
        await Jobs.SetProgressAsync(id, new EditProgress(3, 2, 5, 2, 2));

        Assert.True(await Jobs.RestartAsync(id));

        var edit = (await Jobs.GetAsync(id))!;
        Assert.Equal((EditJobState.Queued, null), (edit.State, edit.Dispatched));
        Assert.Equal(new EditProgress(0, 0, 0, 1, 1), edit.Progress);
        Assert.Equal(id, (await Jobs.NextToDispatchAsync(_ => new(), null, TimeSpan.FromMinutes(1)))?.Id);
        await Jobs.TryCancelAsync(id);
        Assert.False(await Jobs.RestartAsync(id));
    }

    [Fact]
    public async Task A_failed_edit_says_why()
    {
        var (one, other) = (await CreateAsync("ada"), await CreateAsync("ada"));

        Assert.True(await Jobs.TryFailAsync(one, new EditError(3, "It's \"too\" long.", "instruction")));
        Assert.True(await Jobs.TryFailAsync(other, new EditError(13, "Broken.")));

        Assert.Equal(new EditError(3, "It's \"too\" long.", "instruction"), (await Jobs.GetAsync(one))!.Error);
        Assert.Equal(new EditError(13, "Broken."), (await Jobs.GetAsync(other))!.Error);
    }

    [Fact]
    public async Task Any_order_of_changes_ends_as_the_rules_say()
    {
        var random = new Random(20);
        for (var round = 0; round < 25; round++)
        {
            var id = await CreateAsync("ada");
            var state = EditJobState.Queued;
            for (var change = 0; change < 5; change++)
            {
                var to = (EditJobState)random.Next(1, 5);
                var allowed = state == EditJobState.Queued
                    || (state == EditJobState.Running && to != EditJobState.Running);
                Assert.Equal(allowed, await ChangeAsync(id, to));
                state = allowed ? to : state;
                Assert.Equal(state, (await Jobs.GetAsync(id))!.State);
            }
        }
    }

    [Fact]
    public async Task Of_many_who_end_an_edit_one_does()
    {
        var id = await CreateAsync("ada");

        var changed = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(
            () => ChangeAsync(id, EditJobState.Succeeded + i % 3))));

        Assert.Single(changed, done => done);
    }

    [Fact]
    public async Task An_unknown_edit_changes_nothing()
    {
        var nobody = Guid.NewGuid();

        Assert.Null(await Jobs.GetAsync(nobody));
        foreach (var state in Enum.GetValues<EditJobState>().Skip(1))
        {
            Assert.False(await ChangeAsync(nobody, state));
        }

        Assert.False(await Jobs.SetProgressAsync(nobody, new EditProgress(1, 1, 1)));
        Assert.False(await Jobs.IsCancelledAsync(nobody));
        Assert.Equal(0, await Jobs.QueuePositionAsync(nobody));
    }

    [Fact]
    public async Task The_same_key_of_a_tenant_is_the_same_edit()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Jobs.CreateAsync(Edit(i % 2 == 0 ? "ada" : "bob") with { IdempotencyKey = "once" }))));

        Assert.Equal(2, results.Count(result => result.Created));
        Assert.Equal(2, results.Select(result => result.Job.Id).Distinct().Count());
        Assert.All(results, result => Assert.Equal("once", result.Job.IdempotencyKey));
        Assert.Equal(
            results.First(result => result.Job.Tenant == "ada").Job, await Jobs.FindAsync("ada", "once"));
        Assert.Null(await Jobs.FindAsync("cyd", "once"));
    }

    [Fact]
    public async Task Accepting_an_edit_again_after_a_lost_answer_is_the_same_edit()
    {
        var edit = Edit("ada");

        Assert.True((await Jobs.CreateAsync(edit)).Created);
        Assert.False((await Jobs.CreateAsync(edit)).Created);
    }

    [Fact]
    public async Task Another_tenants_edit_is_like_none()
    {
        var id = await CreateAsync("ada");

        Assert.NotNull(await Jobs.GetAsync("ada", id));
        Assert.Null(await Jobs.GetAsync("bob", id));
        Assert.Empty((await Jobs.ListAsync(new EditQuery { Tenant = "bob" })).Edits);
    }

    [Fact]
    public async Task Progress_only_goes_forward_whatever_order_it_comes_in()
    {
        var id = await CreateAsync("ada");
        Assert.False(await Jobs.SetProgressAsync(id, new EditProgress(0, 1, 2)));  // not running yet
        await Jobs.TryStartAsync(id);
        var all = (from stage in Enumerable.Range(0, 3)
                   from window in Enumerable.Range(1, 2)
                   from step in Enumerable.Range(1, 3)
                   select new EditProgress(stage, step, 3, window, 2)).ToArray();
        var shuffled = all.ToArray();
        new Random(7).Shuffle(shuffled);

        foreach (var progress in shuffled)
        {
            var before = Array.IndexOf(all, (await Jobs.GetAsync(id))!.Progress);
            var further = Array.IndexOf(all, progress) > before;
            Assert.Equal(further, await Jobs.SetProgressAsync(id, progress));
        }

        Assert.Equal(all[^1], (await Jobs.GetAsync(id))!.Progress);
        Assert.False(await Jobs.SetProgressAsync(id, all[^1]));
        await Jobs.TryCancelAsync(id);
        Assert.False(await Jobs.SetProgressAsync(id, new EditProgress(4, 1, 1)));
    }

    [Fact]
    public async Task A_list_pages_through_every_edit_once_while_new_ones_come()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 11; i++)
        {
            ids.Add(await CreateAsync("ada"));
            await CreateAsync("bob");
        }

        var (listed, query) = (new List<Guid>(), new EditQuery { Tenant = "ada", PageSize = 3 });
        do
        {
            var page = await Jobs.ListAsync(query);
            listed.AddRange(page.Edits.Select(edit => edit.Id));
            query = query with { Cursor = page.Next };
            await CreateAsync("ada");
        }
        while (query.Cursor is not null);

        Assert.Equal(Enumerable.Reverse(ids), listed);
    }

    [Fact]
    public async Task A_list_of_a_state_has_that_state_alone()
    {
        var (one, other) = (await CreateAsync("ada"), await CreateAsync("ada"));
        await Jobs.TryCancelAsync(one);

        Assert.Equal([one], await IdsAsync(EditJobState.Cancelled));
        Assert.Equal([other], await IdsAsync(EditJobState.Queued));
        Assert.Equal([other, one], await IdsAsync(null));

        async Task<IEnumerable<Guid>> IdsAsync(EditJobState? state) =>
            from edit in (await Jobs.ListAsync(new EditQuery { Tenant = "ada", State = state })).Edits select edit.Id;
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1 OR 1=1")]
    [InlineData("99999999999999999999")]
    public async Task A_forged_cursor_is_refused(string cursor) => await Assert.ThrowsAsync<ArgumentException>(
        () => Jobs.ListAsync(new EditQuery { Tenant = "ada", Cursor = cursor }));

    [Fact]
    public async Task Text_of_callers_is_never_read_as_sql()
    {
        const string Nasty = "'; DROP TABLE edits; -- @id $1 \" \\ %";
        var (made, _) = await Jobs.CreateAsync(Edit(Nasty) with { IdempotencyKey = Nasty, Options = Nasty });

        Assert.Equal(made, await Jobs.FindAsync(Nasty, Nasty));
        Assert.Equal([made], (await Jobs.ListAsync(new EditQuery { Tenant = Nasty })).Edits);
        Assert.Equal(1, (await Jobs.CountsAsync(Nasty)).Queued);
    }

    [Fact]
    public async Task The_queue_position_counts_older_edits_of_the_same_priority()
    {
        var first = await CreateAsync("ada");
        await CreateAsync("ada", EditJobPriority.Interactive);
        var second = await CreateAsync("bob");
        var third = await CreateAsync("ada");

        Assert.Equal(2, await Jobs.QueuePositionAsync(third));
        await Jobs.TryStartAsync(first);
        Assert.Equal(1, await Jobs.QueuePositionAsync(third));
        Assert.Equal(0, await Jobs.QueuePositionAsync(first));
        await Jobs.TryCancelAsync(second);
        Assert.Equal(0, await Jobs.QueuePositionAsync(third));
    }

    [Fact]
    public async Task Counts_are_of_the_tenant_and_of_what_is_kept()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await Jobs.CreateAsync(Edit("ada") with { SourceBytes = 1_000 })).Job.Id);
        }

        await CreateAsync("bob");
        await Jobs.TryStartAsync(ids[0]);
        await Jobs.TryFinishAsync(ids[1], Output);
        await Jobs.TryCancelAsync(ids[2]);

        Assert.Equal(new EditCounts(1, 1, 4_000 + Output.Bytes), await Jobs.CountsAsync("ada"));
        await Jobs.MarkCollectedAsync(ids[2]);
        await Jobs.ForgetAsync(ids[1]);
        Assert.Equal(new EditCounts(1, 1, 2_000), await Jobs.CountsAsync("ada"));
        Assert.Equal(new EditCounts(0, 0, 0), await Jobs.CountsAsync("nobody"));
    }

    [Fact]
    public async Task Edits_that_wait_are_counted_by_priority_over_all_tenants()
    {
        await CreateAsync("ada");
        await CreateAsync("bob");
        await CreateAsync("bob", EditJobPriority.Interactive);
        await Jobs.TryStartAsync(await CreateAsync("ada", EditJobPriority.Batch));

        var waiting = await Jobs.WaitingAsync();

        Assert.Equal(
            new Dictionary<EditJobPriority, long> { [EditJobPriority.Interactive] = 1, [EditJobPriority.Standard] = 2 },
            waiting);
    }

    [Fact]
    public async Task A_quota_holds_however_many_ask_at_once()
    {
        var quota = new EditQuota { Queued = 5 };

        var refused = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Jobs.CreateAsync(Edit("ada"), quota);
                return null;
            }
            catch (EditQuotaExceededException error)
            {
                return error;
            }
        })));

        Assert.Equal(5, (await Jobs.CountsAsync("ada")).Queued);
        Assert.Equal(11, refused.Count(error => error is not null));
        Assert.All(refused.OfType<EditQuotaExceededException>(), error => Assert.Equal(
            ("queued edits", 5L, 6L), (error.Quota, error.Limit, error.Used)));
        Assert.True((await Jobs.CreateAsync(Edit("bob"), quota)).Created);
    }

    [Fact]
    public async Task A_repeated_edit_is_returned_though_the_quota_is_full()
    {
        var quota = new EditQuota { StoredBytes = 100 };
        var edit = Edit("ada") with { IdempotencyKey = "k", SourceBytes = 100 };
        await Jobs.CreateAsync(edit, quota);

        Assert.False((await Jobs.CreateAsync(edit with { Id = Guid.NewGuid() }, quota)).Created);
        var error = await Assert.ThrowsAsync<EditQuotaExceededException>(
            () => Jobs.CreateAsync(Edit("ada") with { SourceBytes = 1 }, quota));
        Assert.Equal(("stored bytes", 100L, 101L), (error.Quota, error.Limit, error.Used));
    }

    [Fact]
    public async Task The_tombstone_is_there_once_nobody_waits()
    {
        var (cancelled, failed, done) = (await CreateAsync("a"), await CreateAsync("a"), await CreateAsync("a"));
        Assert.False(await Jobs.IsCancelledAsync(cancelled));

        await Jobs.TryCancelAsync(cancelled);
        await Jobs.TryFailAsync(failed, new EditError(3, "No."));
        await Jobs.TryFinishAsync(done, Output);

        Assert.True(await Jobs.IsCancelledAsync(cancelled));
        Assert.True(await Jobs.IsCancelledAsync(failed));
        Assert.False(await Jobs.IsCancelledAsync(done));
    }

    [Fact]
    public async Task Only_edits_that_ended_expire_and_are_forgotten()
    {
        var (open, cancelled, done) = (await CreateAsync("a"), await CreateAsync("a"), await CreateAsync("a"));
        await Jobs.TryCancelAsync(cancelled);
        await Jobs.TryFinishAsync(done, Output);

        Assert.Equal([cancelled, done], (await Jobs.ExpiredAsync(TimeSpan.Zero, 10)).Order(By(cancelled, done)));
        Assert.Single(await Jobs.ExpiredAsync(TimeSpan.Zero, 1));
        Assert.Empty(await Jobs.ExpiredAsync(TimeSpan.FromHours(1), 10));
        Assert.Equal([cancelled], await Jobs.UncollectedAsync(TimeSpan.Zero, 10));
        await Jobs.MarkCollectedAsync(cancelled);
        Assert.Empty(await Jobs.UncollectedAsync(TimeSpan.Zero, 10));

        Assert.False(await Jobs.ForgetAsync(open));
        Assert.True(await Jobs.ForgetAsync(done));
        Assert.False(await Jobs.ForgetAsync(done));
        Assert.Null(await Jobs.GetAsync(done));
        Assert.NotNull(await Jobs.GetAsync(open));
    }

    private static Comparer<Guid> By(params Guid[] order) => Comparer<Guid>.Create(
        (one, other) => Array.IndexOf(order, one).CompareTo(Array.IndexOf(order, other)));

    private Task<bool> ChangeAsync(Guid id, EditJobState to) => to switch
    {
        EditJobState.Running => Jobs.TryStartAsync(id),
        EditJobState.Succeeded => Jobs.TryFinishAsync(id, Output),
        EditJobState.Failed => Jobs.TryFailAsync(id, new EditError(13, "Broken.")),
        _ => Jobs.TryCancelAsync(id),
    };
}

public sealed class SqliteEditJobStoreTests(SqliteFile databases)
    : EditJobStoreTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresEditJobStoreTests(PostgresServer databases)
    : EditJobStoreTests(databases), IClassFixture<PostgresServer>;
