using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;

namespace Mesh.ServiceDefaults.Tests.Bus;

public sealed class StageActivityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stage_that_wrote_its_output_completes_the_slip()
    {
        await using var mesh = await StageMesh.StartAsync(_folder, (a, _, token) => WriteAsync(a, token));
        _artifacts = mesh.Artifacts;
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);

        Assert.IsAssignableFrom<RoutingSlipCompleted>(await mesh.EndAsync());
        Assert.True(await mesh.Artifacts.ExistsAsync(EditArtifacts.Text(edit.Id)));
    }

    [Fact]
    public async Task A_second_slip_finds_the_work_done()
    {
        await using var mesh = await StageMesh.StartAsync(_folder, (a, _, token) => WriteAsync(a, token));
        _artifacts = mesh.Artifacts;
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);
        await mesh.SendAsync(edit.Id);

        Assert.IsAssignableFrom<RoutingSlipCompleted>(await mesh.EndAsync());
        Assert.IsAssignableFrom<RoutingSlipCompleted>(await mesh.EndAsync());
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again()
    {
        await using var mesh = await StageMesh.StartAsync(_folder, (a, _, token) => _runs < 2
            ? Fail(new IOException("a passing failure"))
            : WriteAsync(a, token));
        _artifacts = mesh.Artifacts;
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);

        Assert.IsAssignableFrom<RoutingSlipCompleted>(await mesh.EndAsync());
        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task A_lasting_failure_fails_the_slip_and_keeps_its_words_to_itself()
    {
        await using var mesh = await StageMesh.StartAsync(
            _folder, (_, _, _) => Fail(new IOException("/secret/path is gone")));
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);

        var fault = StageFault.Of(Assert.IsAssignableFrom<RoutingSlipFaulted>(await mesh.EndAsync()));
        Assert.Equal(new StageFault(13, "The stage encode failed.", null), fault);
        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task An_input_that_cannot_be_edited_fails_at_once_and_names_the_field()
    {
        await using var mesh = await StageMesh.StartAsync(
            _folder, (_, _, _) => Fail(new EditInputException("The word 'zebra' is unknown.", "instruction")));
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);

        var fault = StageFault.Of(Assert.IsAssignableFrom<RoutingSlipFaulted>(await mesh.EndAsync()));
        Assert.Equal(new StageFault(3, "The word 'zebra' is unknown.", "instruction"), fault);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task A_stage_that_takes_too_long_fails_the_slip_and_says_so()
    {
        await using var mesh = await StageMesh.StartAsync(
            _folder, (_, _, token) => UntilStoppedAsync(token), "--Mesh:Bus:StageTimeout=00:00:01");
        var edit = await mesh.CreateAsync();

        await mesh.SendAsync(edit.Id);

        var fault = StageFault.Of(Assert.IsAssignableFrom<RoutingSlipFaulted>(await mesh.EndAsync()));
        Assert.Equal(new StageFault(10, "The stage encode took longer than 00:00:01.", null), fault);
    }

    [Fact]
    public async Task A_cancelled_edit_stops_at_once_and_leaves_no_artifact()
    {
        await using var mesh = await StageMesh.StartAsync(
            _folder, (_, _, token) => UntilStoppedAsync(token), "--Mesh:Bus:CancelPoll=01:00:00");
        var edit = await mesh.CreateAsync();
        await WriteAsync(mesh.Artifacts, EditArtifacts.Source(edit.Id, ".mp4"));
        await mesh.SendAsync(edit.Id);
        await _started.Task;

        await mesh.Jobs.TryCancelAsync(edit.Id);
        await mesh.Bus.Publish(new CancelEdit(edit.Id), CancellationToken.None);

        Assert.IsAssignableFrom<RoutingSlipTerminated>(await mesh.EndAsync());
        Assert.False(await mesh.Artifacts.ExistsAsync(EditArtifacts.Source(edit.Id, ".mp4")));
    }

    [Fact]
    public async Task A_cancellation_that_never_arrives_is_found_in_the_job_store()
    {
        await using var mesh = await StageMesh.StartAsync(
            _folder, (_, _, token) => UntilStoppedAsync(token), "--Mesh:Bus:CancelPoll=00:00:00.1");
        var edit = await mesh.CreateAsync();
        await mesh.SendAsync(edit.Id);
        await _started.Task;

        await mesh.Jobs.TryCancelAsync(edit.Id);

        Assert.IsAssignableFrom<RoutingSlipTerminated>(await mesh.EndAsync());
    }

    [Fact]
    public async Task An_edit_that_was_cancelled_before_does_not_start()
    {
        await using var mesh = await StageMesh.StartAsync(_folder, (a, _, token) => WriteAsync(a, token));
        var edit = await mesh.CreateAsync();
        await mesh.Jobs.TryCancelAsync(edit.Id);

        await mesh.SendAsync(edit.Id);

        Assert.IsAssignableFrom<RoutingSlipTerminated>(await mesh.EndAsync());
        Assert.Equal(0, _runs);
    }

    private IArtifactStore? _artifacts;

    private async Task WriteAsync(EncodeArguments arguments, CancellationToken token)
    {
        Interlocked.Increment(ref _runs);
        await WriteAsync(_artifacts!, arguments.TextKey, token);
    }

    private static Task WriteAsync(IArtifactStore artifacts, string key, CancellationToken token = default) =>
        artifacts.WriteAsync(
            key, (stream, t) => stream.WriteAsync(new byte[] { 1 }, t).AsTask(), replace: false, token);

    private Task Fail(Exception error)
    {
        Interlocked.Increment(ref _runs);
        return Task.FromException(error);
    }

    private async Task UntilStoppedAsync(CancellationToken token)
    {
        _started.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
    }
}
