using Mesh.Contracts.Trainer.V1;
using Run = Mesh.Contracts.Trainer.V1.Run;

namespace Mesh.Trainer.Tests;

/// <summary>Checkpoints that are not in the folder of the run.</summary>
public sealed class CheckpointPlaceTests : IAsyncLifetime, IDisposable
{
    private readonly TrainerHost _host = new();

    public Task InitializeAsync() => _host.StartAsync($"--Mesh:Trainer:Checkpoints={_host.Folder.At("kept")}");

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Folder.Dispose();

    [Fact]
    public async Task Checkpoints_are_saved_listed_and_published_where_the_setting_says()
    {
        await _host.Trainer.StartAsync(_host.Request(steps: 5));
        var events = await _host.WatchAsync();
        var listed = (await _host.Trainer.ListCheckpointsAsync(new ListCheckpointsRequest())).Checkpoints;
        var publication = await _host.Trainer.PublishAsync(new PublishRequest());

        Assert.Equal(Run.Types.State.Done, events[^1].Run.State);
        Assert.Equal(events[^1].Run.Step, listed[^1].Step);
        Assert.Equal(listed[^1].Step, publication.Step);
        Assert.True(Directory.Exists(_host.Folder.At("kept/a")));
        Assert.False(Directory.Exists(_host.Folder.At("runs/a/checkpoints")));
    }
}
