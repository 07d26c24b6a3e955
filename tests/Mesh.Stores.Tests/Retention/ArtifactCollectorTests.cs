using System.Text;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
using Mesh.Stores.Retention;
using Mesh.Stores.Tests.Servers;
using Mesh.TestKit;

namespace Mesh.Stores.Tests.Retention;

public sealed class ArtifactCollectorTests : DatabaseTests, IClassFixture<SqliteFile>, IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryArtifactStore _artifacts;

    public ArtifactCollectorTests(SqliteFile databases)
        : base(databases) => _artifacts = new DirectoryArtifactStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_expired_edit_is_forgotten_with_its_artifacts()
    {
        var (done, open) = (await WithArtifactAsync(), await WithArtifactAsync());
        await Jobs.TryFinishAsync(done, new EditOutput("k", 1, "s", "video/mp4", "{}"));

        Assert.Equal(new Collected(0, 0, 0, 0), await Collector(edits: Day).CollectAsync("me", orphans: true));
        Assert.Equal(
            new Collected(1, 0, 0, 0), await Collector(edits: TimeSpan.Zero).CollectAsync("me", orphans: true));

        Assert.Null(await Jobs.GetAsync(done));
        Assert.False(await HasArtifactAsync(done));
        Assert.NotNull(await Jobs.GetAsync(open));
        Assert.True(await HasArtifactAsync(open));
    }

    [Fact]
    public async Task A_cancelled_edit_keeps_its_row_and_loses_its_artifacts()
    {
        var (cancelled, failed) = (await WithArtifactAsync(), await WithArtifactAsync());
        var done = await WithArtifactAsync();
        await Jobs.TryCancelAsync(cancelled);
        await Jobs.TryFailAsync(failed, new EditError(3, "No."));
        await Jobs.TryFinishAsync(done, new EditOutput("k", 1, "s", "video/mp4", "{}"));

        Assert.Equal(
            new Collected(0, 2, 0, 0),
            await Collector(edits: Day, unfinished: TimeSpan.Zero).CollectAsync("me", orphans: false));

        Assert.Equal(EditJobState.Cancelled, (await Jobs.GetAsync(cancelled))!.State);
        Assert.False(await HasArtifactAsync(cancelled));
        Assert.False(await HasArtifactAsync(failed));
        Assert.True(await HasArtifactAsync(done));
    }

    [Fact]
    public async Task Artifacts_without_an_edit_go_once_they_are_old()
    {
        var (orphan, young, late) = (Guid.NewGuid(), Guid.NewGuid(), await WithArtifactAsync());
        await WriteAsync(orphan);
        await WriteAsync(young);
        await Jobs.TryCancelAsync(late);
        await Jobs.MarkCollectedAsync(late);  // and a worker wrote afterwards
        Age(orphan);
        Age(late);

        Assert.Equal(new Collected(0, 0, 2, 0), await Collector().CollectAsync("me", orphans: true));

        Assert.False(await HasArtifactAsync(orphan));
        Assert.False(await HasArtifactAsync(late));
        Assert.True(await HasArtifactAsync(young));
    }

    [Fact]
    public async Task One_collector_works_at_a_time()
    {
        await using var other = await Leases.TryAcquireAsync("artifact-collector", "other", Day);

        Assert.Null(await Collector().CollectAsync("me", orphans: true));
    }

    [Fact]
    public void Options_that_cannot_work_are_all_named()
    {
        var faults = new RetentionOptions { Edits = TimeSpan.Zero, Interval = TimeSpan.FromSeconds(-1) }.Validate();

        Assert.Equal(["Edits", "Interval"], faults.Select(fault => fault.Split(' ', ':')[1]));
        Assert.Empty(new RetentionOptions().Validate());
    }

    private ArtifactCollector Collector(TimeSpan? edits = null, TimeSpan? unfinished = null) => new(
        Jobs,
        _artifacts,
        Leases,
        new RetentionOptions { Edits = edits ?? Day, Unfinished = unfinished ?? Day, Orphans = Day });

    private async Task<Guid> WithArtifactAsync()
    {
        var id = await CreateAsync("ada");
        await WriteAsync(id);
        return id;
    }

    private Task WriteAsync(Guid id) => _artifacts.WriteAsync(
        $"{EditFolder.Of(id)}/source.mp4",
        async (stream, cancellation) => await stream.WriteAsync(Encoding.UTF8.GetBytes("film"), cancellation),
        replace: true);

    private Task<bool> HasArtifactAsync(Guid id) => _artifacts.ExistsAsync($"{EditFolder.Of(id)}/source.mp4");

    private void Age(Guid id) =>
        File.SetLastWriteTimeUtc(_folder.At($"{EditFolder.Of(id)}/source.mp4"), DateTime.UtcNow.AddDays(-2));
}
