using System.Text;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.TestKit;
using RabbitMQ.Client;

namespace Mesh.ServiceDefaults.Tests.Bus;

/// <summary>
/// What a stage does when the broker, another worker or a message does not behave. Over a real RabbitMQ.
/// </summary>
public sealed class BrokerTests(BrokerFixture broker) : IClassFixture<BrokerFixture>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _started = new(0);
    private IArtifactStore? _artifacts;
    private int _runs;
    private int _now;
    private int _most;

    public void Dispose()
    {
        _folder.Dispose();
        _started.Dispose();
    }

    [Fact]
    public async Task A_slip_completes()
    {
        await using var mesh = await WorkerAsync(WriteAsync);

        await mesh.SendAsync((await mesh.CreateAsync()).Id);

        Assert.IsAssignableFrom<RoutingSlipCompleted>(await mesh.EndAsync());
    }

    [Fact]
    public async Task A_message_behind_a_busy_worker_goes_to_an_idle_one()
    {
        await using var busy = await WorkerAsync(BlockAsync);
        var (first, second) = (await busy.CreateAsync(), await busy.CreateAsync());
        await busy.SendAsync(first.Id, EditPriority.Interactive);
        await StartedAsync();
        await busy.SendAsync(second.Id, EditPriority.Batch);

        await using var idle = await busy.BesideAsync(_folder, WriteAsync, broker.Settings);

        var end = Assert.IsAssignableFrom<RoutingSlipCompleted>(await busy.EndAsync());
        Assert.Equal(second.Id, end.TrackingNumber);
        _release.SetResult();
        Assert.IsAssignableFrom<RoutingSlipCompleted>(await busy.EndAsync());
    }

    [Fact]
    public async Task Two_slips_of_an_edit_at_two_workers_run_once()
    {
        await using var one = await WorkerAsync(BlockAsync);
        await using var other = await one.BesideAsync(_folder, BlockAsync, broker.Settings);
        var edit = await one.CreateAsync();

        await one.SendAsync(edit.Id, EditPriority.Interactive);
        await one.SendAsync(edit.Id, EditPriority.Batch);
        await StartedAsync();
        _release.SetResult();

        Assert.IsAssignableFrom<RoutingSlipCompleted>(await one.EndAsync());
        Assert.IsAssignableFrom<RoutingSlipCompleted>(await one.EndAsync());
        Assert.Equal((1, 1), (_runs, _most));
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_hands_its_edit_over()
    {
        await using var first = await WorkerAsync(BlockAsync);
        var edit = await first.CreateAsync();
        await first.SendAsync(edit.Id);
        await StartedAsync();

        await first.StopAsync();
        await using var next = await first.BesideAsync(_folder, WriteAsync, broker.Settings);

        var end = Assert.IsAssignableFrom<RoutingSlipCompleted>(await first.EndAsync());
        Assert.Equal(edit.Id, end.TrackingNumber);
    }

    [Fact]
    public async Task A_restart_of_the_broker_loses_nothing_and_runs_nothing_beside_itself()
    {
        await using var worker = await WorkerAsync(BlockAsync);
        await using var other = await worker.BesideAsync(_folder, BlockAsync, broker.Settings);
        var (running, waiting) = (await worker.CreateAsync(), await worker.CreateAsync());
        await worker.SendAsync(running.Id);
        await worker.SendAsync(waiting.Id);
        await StartedAsync();

        await broker.Server.StopAsync();
        await broker.Server.StartAsync();
        _release.SetResult();

        var ended = new HashSet<Guid>();
        while (ended.Count < 2)
            ended.Add(Assert.IsAssignableFrom<RoutingSlipCompleted>(await worker.EndAsync()).TrackingNumber);
        Assert.Equal(new HashSet<Guid> { running.Id, waiting.Id }, ended);
        Assert.InRange(_most, 1, 2);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_message_whose_workers_die_is_given_up()
    {
        var edit = Guid.NewGuid();
        await DeclareAsync();
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = MeshQueues.Of(EditStageName.Denoise, EditPriority.Batch);
        await channel.BasicPublishAsync(queue, "", mandatory: true, Properties(edit), Encoding.UTF8.GetBytes("{}"));

        for (var death = 0; death <= BrokerFixture.DeliveryLimit; death++)
        {
            await using var worker = await broker.ConnectAsync();
            await using var its = await worker.CreateChannelAsync();
            await UntilAsync(async () => await its.BasicGetAsync(queue, autoAck: false) is not null);
        }

        var dead = await DeadAsync();
        Assert.Equal(edit.ToString(), dead.BasicProperties.CorrelationId);
    }

    [Fact]
    public async Task A_message_that_nobody_can_read_is_given_up()
    {
        var edit = Guid.NewGuid();
        await using var worker = await WorkerAsync(WriteAsync);
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();

        await channel.BasicPublishAsync(
            MeshQueues.Of(EditStageName.Encode, EditPriority.Batch), "", mandatory: true, Properties(edit),
            Encoding.UTF8.GetBytes("{ this is no JSON"));

        var dead = await DeadAsync();
        Assert.Equal(edit.ToString(), dead.BasicProperties.CorrelationId);
        await worker.SendAsync((await worker.CreateAsync()).Id, EditPriority.Batch);
        Assert.IsAssignableFrom<RoutingSlipCompleted>(await worker.EndAsync());
    }

    private async Task<StageMesh> WorkerAsync(ScriptedStage.Script script)
    {
        var mesh = await StageMesh.StartAsync(_folder, script, broker.Settings);
        _artifacts = mesh.Artifacts;
        return mesh;
    }

    // Hosts declare the queues with the limit of these tests.
    private async Task DeclareAsync() => await (await WorkerAsync(WriteAsync)).DisposeAsync();

    private async Task WriteAsync(EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken token)
    {
        Interlocked.Increment(ref _runs);
        await _artifacts!.WriteAsync(
            arguments.TextKey, (stream, t) => stream.WriteAsync(new byte[] { 1 }, t).AsTask(), replace: false, token);
    }

    private async Task BlockAsync(EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken token)
    {
        _most = Math.Max(_most, Interlocked.Increment(ref _now));
        try
        {
            _started.Release();
            await _release.Task.WaitAsync(token);
            await WriteAsync(arguments, progress, token);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    private async Task StartedAsync() => Assert.True(await _started.WaitAsync(Limit), "No stage has started.");

    private async Task<BasicGetResult> DeadAsync()
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        BasicGetResult? dead = null;
        await UntilAsync(async () => (dead = await channel.BasicGetAsync(MeshQueues.Dead, autoAck: true)) is not null);
        return dead!;
    }

    private static BasicProperties Properties(Guid edit) => new()
    {
        CorrelationId = edit.ToString(),
        Persistent = true,
        ContentType = "application/vnd.masstransit+json",
    };

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
            await Task.Delay(50, limit.Token);
    }
}
