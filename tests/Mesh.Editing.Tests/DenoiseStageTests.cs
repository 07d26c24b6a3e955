using Mesh.Editing.Stages;
using Mesh.TestKit;

namespace Mesh.Editing.Tests;

public sealed class DenoiseStageTests : IAsyncLifetime, IDisposable
{
    private const int Frames = 11;
    private const int Steps = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly StagedEdit _edit;

    public DenoiseStageTests() => _edit = new(_folder, TinyNano.Write(_folder.At("tiny")));

    private DenoiseJob Job => _edit.Job with { Steps = Steps };

    public async Task InitializeAsync()
    {
        _edit.Encode();
        await _edit.EncodeVideoAsync(await TinyFilm.WriteAsync(_folder.At("in.mp4"), Frames));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_stopped_after_each_step_ends_with_the_bytes_of_an_undisturbed_one()
    {
        var undisturbed = await BytesAsync();
        var (starts, steps) = (0, new List<(int Window, int Step)>());

        while (true)
        {
            starts++;
            using var stop = new CancellationTokenSource();
            var progress = new Recorder(at => steps.Add((at.Window, at.Step)));
            var checkpoints = new KeptCheckpoints(_folder.At("kept")) { OnSave = _ => stop.Cancel() };
            try
            {
                await _edit.DenoiseAsync(Job, checkpoints, progress, stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.False(File.Exists(_edit.Edited), "an interrupted run has left its output");
            }
        }

        Assert.True(starts > Steps, $"the run was stopped {starts - 1} times");
        Assert.Equal(steps.Distinct(), steps);
        Assert.Equal(undisturbed, File.ReadAllBytes(_edit.Edited));
    }

    [Fact]
    public async Task A_checkpoint_of_another_seed_is_not_gone_on_from()
    {
        await StopAfterOneStepAsync(Job);
        var other = Job with { Seed = 6 };
        var undisturbed = await BytesAsync(other);

        await _edit.DenoiseAsync(other, new KeptCheckpoints(_folder.At("kept")));

        Assert.Equal(undisturbed, File.ReadAllBytes(_edit.Edited));
    }

    [Fact]
    public async Task A_checkpoint_of_other_weights_is_not_gone_on_from()
    {
        await StopAfterOneStepAsync(Job with { Version = "1" });
        var steps = new List<int>();

        await _edit.DenoiseAsync(
            Job with { Version = "2" },
            new KeptCheckpoints(_folder.At("kept")),
            new Recorder(at => steps.Add(at.Step)));

        Assert.Equal(1, steps[0]);
    }

    [Fact]
    public async Task A_damaged_checkpoint_costs_work_and_nothing_else()
    {
        await StopAfterOneStepAsync(Job);
        var undisturbed = await BytesAsync();
        var checkpoints = new KeptCheckpoints(_folder.At("kept"));
        var path = checkpoints.Of(DenoiseCheckpoint.Running);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^7]);

        await _edit.DenoiseAsync(Job, checkpoints);

        Assert.Equal(undisturbed, File.ReadAllBytes(_edit.Edited));
    }

    [Fact]
    public async Task Checkpoints_come_no_more_often_than_asked_for()
    {
        var names = new List<string>();

        await _edit.DenoiseAsync(
            Job with { CheckpointInterval = TimeSpan.FromHours(1) },
            new KeptCheckpoints(_folder.At("kept")) { OnSave = names.Add });

        Assert.DoesNotContain(DenoiseCheckpoint.Running, names);
        Assert.Equal(names.Distinct(), names);
        Assert.NotEmpty(names);
    }

    [Fact]
    public async Task Cancelling_stops_within_one_step()
    {
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var progress = new Recorder(_ =>
        {
            steps++;
            stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _edit.DenoiseAsync(Job, progress: progress, cancellation: stop.Token));

        Assert.Equal(1, steps);
        Assert.Empty(Directory.GetFiles(_folder.Path, "edited*"));
    }

    [Fact]
    public async Task Guidance_without_a_negative_prompt_is_refused()
    {
        _edit.Encode(guidance: 1);

        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => _edit.DenoiseAsync(Job with { Guidance = 4 }));

        Assert.Contains("without the negative prompt that guidance 4 needs", error.Message, StringComparison.Ordinal);
    }

    private async Task StopAfterOneStepAsync(DenoiseJob job)
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _edit.DenoiseAsync(
            job, new KeptCheckpoints(_folder.At("kept")) { OnSave = _ => stop.Cancel() }, cancellation: stop.Token));
    }

    private Task<byte[]> BytesAsync() => BytesAsync(Job);

    private async Task<byte[]> BytesAsync(DenoiseJob job)
    {
        await _edit.DenoiseAsync(job);
        var bytes = File.ReadAllBytes(_edit.Edited);
        File.Delete(_edit.Edited);
        return bytes;
    }

    private sealed class Recorder(Action<EditProgress> report) : IProgress<EditProgress>
    {
        public void Report(EditProgress value) => report(value);
    }
}
