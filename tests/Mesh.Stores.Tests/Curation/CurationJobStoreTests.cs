using Mesh.Stores.Curation;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Curation;

/// <summary>What holds for curation jobs over every database.</summary>
public abstract class CurationJobStoreTests(ITestDatabase databases) : DatabaseTests(databases)
{
    private readonly Guid _id = Guid.NewGuid();

    private ICurationJobStore Store => new SqlCurationJobStore(Connect());

    [Fact]
    public async Task A_job_that_is_submitted_twice_stays_the_first()
    {
        var store = Store;
        await store.SubmitAsync(_id, "one", "yaml", ["a.mp4", "b.mp4"]);
        var again = await store.SubmitAsync(_id, "two", "other", ["c.mp4"]);
        Assert.Equal(("one", 2, CurationState.Looking), (again.Name, again.Sources, again.State));
        Assert.Equal(["a.mp4", "b.mp4"], (await store.SourcesAsync(_id)).Select(source => source.Path));
        Assert.Single(await store.ListAsync(10, null));
    }

    [Fact]
    public async Task What_is_told_twice_counts_once_even_at_the_same_time()
    {
        var store = Store;
        await store.SubmitAsync(_id, "one", "yaml", ["a.mp4", "b.mp4", "c.mp4"]);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => store.LookedAsync(_id, i % 3, $"hash {i % 3}")));
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => store.MadeAsync(_id, i % 3, 2)));
        var job = (await store.FindAsync(_id))!;
        Assert.Equal((3, 3, 6), (job.Looked, job.Made, job.Samples));
        Assert.Equal("hash 1", (await store.SourceAsync(_id, 1))!.Hash);
    }

    [Fact]
    public async Task Of_several_who_end_a_job_one_does()
    {
        var store = Store;
        await store.SubmitAsync(_id, "one", "yaml", ["a.mp4"]);
        var did = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.AdvanceAsync(
            _id, CurationState.Looking, i % 2 == 0 ? CurationState.Failed : CurationState.Cancelled, "why")));
        Assert.Single(did, true);
        var job = (await store.FindAsync(_id))!;
        Assert.NotNull(job.Ended);
        Assert.Equal("why", job.Error);
        Assert.False(await store.AdvanceAsync(_id, CurationState.Looking, CurationState.Choosing));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        var store = Store;
        for (var i = 0; i < 5; i++)
            await store.SubmitAsync(Guid.NewGuid(), $"job {i}", "yaml", ["a.mp4"]);
        var page = await store.ListAsync(3, null);
        var rest = await store.ListAsync(3, page[^1].Sequence);
        Assert.Equal(["job 4", "job 3", "job 2", "job 1", "job 0"], page.Concat(rest).Select(job => job.Name));
    }
}

public sealed class SqliteCurationJobStoreTests(SqliteFile databases)
    : CurationJobStoreTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresCurationJobStoreTests(PostgresServer databases)
    : CurationJobStoreTests(databases), IClassFixture<PostgresServer>;
