using System.Text;
using Grpc.Net.Client;
using Mesh.Cli.Chaos;
using Mesh.Contracts.Gateway.V1;
using Mesh.ServiceDefaults.Bus;
using RabbitMQ.Client;
using Client = Mesh.Contracts.Gateway.V1.Gateway.GatewayClient;

namespace Mesh.EndToEnd.Tests;

/// <summary>What becomes of an edit when something goes wrong around it.</summary>
[Collection(MeshCollection.Name)]
public sealed class TroubleTests(MeshFixture mesh)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static int _number = 1000;

    [Fact]
    public async Task A_cancelled_edit_frees_its_worker_and_leaves_no_artifact()
    {
        using var client = mesh.Client();
        var cancelled = await client.SubmitAsync(Edit(steps: 1000), CancellationToken.None);
        await DenoisingAsync(cancelled);

        await CallsAsync(calls => calls.CancelEditAsync(new() { Id = cancelled }).ResponseAsync);
        var next = await client.SubmitAsync(Edit(), CancellationToken.None);

        Assert.Equal(EditState.Succeeded, (await EndAsync(client, next)).State);
        Assert.Equal(EditState.Cancelled, (await EndAsync(client, cancelled)).State);
        var left = mesh.Artifacts.ListAsync(EditArtifacts.Folder(Guid.Parse(cancelled)));
        Assert.Empty(await left.ToListAsync());
    }

    [Fact]
    public async Task An_edit_submitted_while_the_broker_is_away_waits_for_it()
    {
        using var client = mesh.Client();
        await mesh.Mesh.Broker.StopAsync();
        var edit = await client.SubmitAsync(Edit(), CancellationToken.None);
        var queued = await CallsAsync(calls => calls.GetEditAsync(new() { Id = edit }).ResponseAsync);

        await mesh.Mesh.Broker.StartAsync();

        Assert.Equal(EditState.Queued, queued.State);
        Assert.Equal(EditState.Succeeded, (await EndAsync(client, edit)).State);
    }

    [Fact]
    public async Task A_message_that_nobody_can_read_fails_its_edit()
    {
        using var client = mesh.Client();
        var edit = await client.SubmitAsync(Edit(steps: 1000), CancellationToken.None);

        await PublishAsync("mesh.encode.standard", edit, "{ this is no JSON");

        var ended = await EndAsync(client, edit);
        Assert.Equal(EditState.Failed, ended.State);
        Assert.Contains("The stage encode was given up", ended.Error.Message);
    }

    [Fact]
    public async Task An_edit_whose_workers_die_again_and_again_fails_with_the_reason()
    {
        using var client = mesh.Client();
        var dit = mesh.Mesh.Stages[^1];
        var edit = await client.SubmitAsync(Edit(steps: 1000), CancellationToken.None);
        var end = EndAsync(client, edit);

        while (!end.IsCompleted)
        {
            if (await DenoisingAsync(edit, until: end))
                await dit.KillAsync();
            if (!dit.IsRunning)
                await dit.StartAsync(CancellationToken.None);
        }

        Assert.Equal(EditState.Failed, (await end).State);
        Assert.Contains("its workers did not survive", (await end).Error.Message);
        var next = await client.SubmitAsync(Edit(), CancellationToken.None);
        Assert.Equal(EditState.Succeeded, (await EndAsync(client, next)).State);
    }

    private ChaosEdit Edit(int? steps = null) =>
        new(Interlocked.Increment(ref _number), mesh.Films[0].Path, mesh.Films[0].Instruction, 1) { Steps = steps };

    private static async Task<Edit> EndAsync(ChaosClient client, string edit)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await client.WatchAsync(edit, limit.Token);
    }

    private async Task<T> CallsAsync<T>(Func<Client, Task<T>> call)
    {
        using var channel = GrpcChannel.ForAddress(mesh.Mesh.Gateway.Ready!.Grpc);
        return await call(new(channel));
    }

    // Whether a worker has taken the denoising, before the given task is over.
    private async Task<bool> DenoisingAsync(string edit, Task? until = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (until is not { IsCompleted: true })
        {
            if (await mesh.Leases.OwnerAsync($"denoise/{edit}", limit.Token) is not null
                && await mesh.Jobs.GetAsync(Guid.Parse(edit), limit.Token) is { Progress.Stage: 2 })
            {
                return true;
            }
            await Task.Delay(50, limit.Token);
        }
        return false;
    }

    private async Task PublishAsync(string queue, string edit, string body)
    {
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = mesh.Mesh.Broker.Port };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties
        {
            CorrelationId = Guid.Parse(edit).ToString(),
            ContentType = "application/vnd.masstransit+json",
        };
        await channel.BasicPublishAsync(queue, "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }
}
