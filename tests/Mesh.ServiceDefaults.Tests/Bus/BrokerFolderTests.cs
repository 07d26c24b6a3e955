using Mesh.Cli.Local;
using Mesh.TestKit;
using RabbitMQ.Client;

namespace Mesh.ServiceDefaults.Tests.Bus;

/// <summary>The broker of a mesh on one machine, from one start of the mesh to the next.</summary>
public sealed class BrokerFolderTests : IDisposable
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_broker_of_the_same_folder_has_the_messages_of_the_one_before()
    {
        await using (var first = await RabbitMqServer.StartAsync(_folder.Path))
        {
            await WithChannelAsync(first.Port, async channel =>
            {
                await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false, Quorum);
                await channel.BasicPublishAsync("", "kept", "news"u8.ToArray());
                return true;
            });
            var error = await Assert.ThrowsAsync<LocalMeshException>(
                () => RabbitMqServer.StartAsync(_folder.Path));
            Assert.Contains("still uses", error.Message, StringComparison.Ordinal);
            await first.StopAsync();
        }

        await using var second = await RabbitMqServer.StartAsync(_folder.Path);
        var message = await WithChannelAsync(second.Port, channel => channel.BasicGetAsync("kept", autoAck: true));

        Assert.Equal("news"u8.ToArray(), message?.Body.ToArray());
    }

    private static async Task<T> WithChannelAsync<T>(int port, Func<IChannel, Task<T>> work)
    {
        await using var connection = await new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = port,
            AutomaticRecoveryEnabled = false,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        return await work(channel);
    }
}
