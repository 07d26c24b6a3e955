using Mesh.ServiceDefaults.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Declares every queue of the mesh, whoever consumes it: a slip that reaches an exchange without a queue would be
/// gone, and its next stage may not have started yet.
/// </summary>
public sealed class BrokerTopology(MeshOptions options, ILogger<BrokerTopology> logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _once = new(1, 1);
    private bool _declared;

    /// <summary>Waits until the broker has all queues; at once when it was seen to.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (options.Transport != MeshTransport.RabbitMq)
            return;
        await _once.WaitAsync(cancellation);
        try
        {
            while (!_declared)
            {
                _declared = await TryDeclareAsync(cancellation);
                if (!_declared)
                    await Task.Delay(Pause, cancellation);
            }
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Declares again before the next publication: the broker may have come back empty.</summary>
    public void Forget() => _declared = false;

    public void Dispose() => _once.Dispose();

    private async Task<bool> TryDeclareAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await Factory().CreateConnectionAsync("mesh topology", cancellation);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
            foreach (var queue in (string[])[MeshQueues.Dead, MeshQueues.Ended])
                await DeclareAsync(channel, queue, QueueArguments.Keep(), cancellation);
            foreach (var queue in MeshQueues.Stages)
                await DeclareAsync(channel, queue, QueueArguments.Work(options.Bus), cancellation);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException error)
        {
            logger.LogWarning("RabbitMQ at {Broker} does not answer: {Reason}", options.RabbitMq, error.Message);
            return false;
        }
        catch (RabbitMQ.Client.Exceptions.AlreadyClosedException)
        {
            return false;  // it went away in between
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException error)
        {
            logger.LogError("RabbitMQ at {Broker} refuses a queue: {Reason}", options.RabbitMq, error.Message);
            return false;
        }
    }

    private static async Task DeclareAsync(
        IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(
            name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellation);
        await channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
        await channel.QueueBindAsync(name, name, "", cancellationToken: cancellation);
    }

    private ConnectionFactory Factory() => new()
    {
        HostName = options.RabbitMq.Host,
        Port = options.RabbitMq.Port,
        UserName = options.RabbitMq.User,
        Password = options.RabbitMq.Password,
        VirtualHost = options.RabbitMq.VirtualHost,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        Ssl = new SslOption { Enabled = options.RabbitMq.Tls, ServerName = options.RabbitMq.Host },
    };
}
