using Mesh.Stores.Checkpoints;
using Mesh.Stores.Tests.Servers;

namespace Mesh.Stores.Tests.Checkpoints;

/// <summary>What holds for published weights over every database.</summary>
public abstract class CheckpointStoreTests(ITestDatabase databases) : DatabaseTests(databases)
{
    private static readonly Checkpoint First = new("nano", "1", "/models/1");
    private static readonly Checkpoint Second = new("nano", "2", "artifact:checkpoints/2");

    [Fact]
    public async Task The_last_that_nobody_refused_is_current()
    {
        Assert.Null(await Checkpoints.CurrentAsync("nano"));
        Assert.True(await Checkpoints.PublishAsync(First));
        Assert.True(await Checkpoints.PublishAsync(Second));
        Assert.Equal(Second, await Checkpoints.CurrentAsync("nano"));

        Assert.True(await Checkpoints.RefuseAsync("nano", "2", "It's broken."));
        Assert.Equal(First, await Checkpoints.CurrentAsync("nano"));
        Assert.True(await Checkpoints.IsRefusedAsync("nano", "2"));
        Assert.False(await Checkpoints.IsRefusedAsync("nano", "1") || await Checkpoints.IsRefusedAsync("nano", "3"));
        Assert.True(await Checkpoints.RefuseAsync("nano", "1", "Broken, too."));

        Assert.Null(await Checkpoints.CurrentAsync("nano"));
        Assert.Null(await Checkpoints.CurrentAsync("another"));
    }

    [Fact]
    public async Task Another_configured_folder_is_a_new_beginning()
    {
        Assert.True(await Checkpoints.ConfigureAsync("nano", "/models/a"));
        Assert.Null(await Checkpoints.CurrentAsync("nano"));
        await Checkpoints.PublishAsync(First);

        Assert.False(await Checkpoints.ConfigureAsync("nano", "/models/a"));
        Assert.Equal(First, await Checkpoints.CurrentAsync("nano"));

        await ExecuteAsync("UPDATE checkpoints SET published = published - 1000");
        Assert.True(await Checkpoints.ConfigureAsync("nano", "/models/b"));
        Assert.Null(await Checkpoints.CurrentAsync("nano"));
    }

    [Fact]
    public async Task What_is_told_again_changes_nothing()
    {
        await Checkpoints.PublishAsync(First);
        await Checkpoints.PublishAsync(Second);
        await Checkpoints.RefuseAsync("nano", "2", "Broken.");

        Assert.False(await Checkpoints.PublishAsync(Second));
        Assert.False(await Checkpoints.PublishAsync(First with { Location = "/elsewhere" }));
        Assert.False(await Checkpoints.RefuseAsync("nano", "2", "Broken."));
        Assert.False(await Checkpoints.RefuseAsync("nano", "3", "Never heard of."));

        Assert.Equal(First, await Checkpoints.CurrentAsync("nano"));
    }

    [Fact]
    public async Task Withdrawn_weights_are_never_current_whether_they_were_published_or_not()
    {
        await Checkpoints.PublishAsync(new("nano", "1", "/1"));
        Assert.False(await Checkpoints.IsDecidedAsync("nano", "2"));

        Assert.True(await Checkpoints.WithdrawAsync(new("nano", "2", "/2"), "It failed its trial."));
        Assert.False(await Checkpoints.WithdrawAsync(new("nano", "2", "/2"), "Again."));
        Assert.False(await Checkpoints.PublishAsync(new("nano", "2", "/2")));
        Assert.True(await Checkpoints.IsDecidedAsync("nano", "2"));
        Assert.Equal("1", (await Checkpoints.CurrentAsync("nano"))?.Version);

        Assert.True(await Checkpoints.WithdrawAsync(new("nano", "1", "/1"), "Worse than the one before."));
        Assert.Null(await Checkpoints.CurrentAsync("nano"));
    }
}

public sealed class SqliteCheckpointStoreTests(SqliteFile databases)
    : CheckpointStoreTests(databases), IClassFixture<SqliteFile>;

public sealed class PostgresCheckpointStoreTests(PostgresServer databases)
    : CheckpointStoreTests(databases), IClassFixture<PostgresServer>;
