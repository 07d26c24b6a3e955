using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Mesh.Cli.Chaos.Curation;

/// <summary>Submits a job as any AMQP client would, and hears how it ends.</summary>
internal sealed class CurationClient : IAsyncDisposable
{
    private const string Submit = "mesh.curation.submit";
    private const string Progressed = "Mesh.Contracts.Bus:CurationProgressed";
    private const string Completed = "Mesh.Contracts.Bus:CurationCompleted";

    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly TaskCompletionSource<JsonElement> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _sign;
    private readonly Action<string> _tell;

    private CurationClient(IConnection connection, IChannel channel, Action<string> tell, Action sign) =>
        (_connection, _channel, _tell, _sign) = (connection, channel, tell, sign);

    /// <summary>The message that ends the job.</summary>
    public Task<JsonElement> Ended => _ended.Task;

    /// <param name="port">Of the broker.</param>
    /// <param name="tell">Takes a line about the progress.</param>
    /// <param name="sign">Called on every sign of life.</param>
    /// <param name="cancellation">Ends the connecting.</param>
    public static async Task<CurationClient> ConnectAsync(
        int port, Action<string> tell, Action sign, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = port };
        var connection = await factory.CreateConnectionAsync("chaos", cancellation);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var client = new CurationClient(connection, channel, tell, sign);
        await client.ListenAsync(cancellation);
        return client;
    }

    /// <summary>
    /// Persistent, mandatory, confirmed: returns when the broker has it, tries again until a worker has declared the
    /// queue.
    /// </summary>
    public async Task SubmitAsync(
        Guid job, string recipe, IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { jobId = job, recipe, sources });
        var properties = new BasicProperties { ContentType = "application/json", Persistent = true };
        while (true)
        {
            try
            {
                await using var channel = await _connection.CreateChannelAsync(Confirmed, cancellation);
                await channel.BasicPublishAsync(Submit, "", mandatory: true, properties, body, cancellation);
                return;
            }
            catch (Exception error) when (error is OperationInterruptedException or PublishException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        var queue = await _channel.QueueDeclareAsync(cancellationToken: cancellation);
        foreach (var name in (string[])[Progressed, Completed])
        {
            await _channel.ExchangeDeclareAsync(
                name, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
            await _channel.QueueBindAsync(queue.QueueName, name, "", cancellationToken: cancellation);
        }
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += HearAsync;
        await _channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellation);
    }

    private Task HearAsync(object sender, BasicDeliverEventArgs delivery)
    {
        using var json = JsonDocument.Parse(delivery.Body);
        var message = json.RootElement.GetProperty("message").Clone();
        _sign();
        if (delivery.Exchange == Completed)
            _ended.TrySetResult(message);
        else
            _tell($"{Of("state")} {Of("done")}/{Of("sources")}, {Of("samples")} samples");
        return Task.CompletedTask;

        string Of(string name) => message.GetProperty(name).ToString();
    }
}
