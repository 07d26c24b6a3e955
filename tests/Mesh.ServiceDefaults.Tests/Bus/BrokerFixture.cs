using Mesh.Cli.Local;
using Mesh.TestKit;
using RabbitMQ.Client;

namespace Mesh.ServiceDefaults.Tests.Bus;

/// <summary>A real RabbitMQ for a class of tests.</summary>
public sealed class BrokerFixture : IAsyncLifetime, IDisposable
{
    /// <summary>As the tests' queues are declared.</summary>
    public const int DeliveryLimit = 3;

    private readonly TemporaryFolder _folder = new();
    private RabbitMqServer? _server;

    internal RabbitMqServer Server => _server ?? throw new InvalidOperationException("The broker has not started.");

    /// <summary>Settings of a host that uses it.</summary>
    public string[] Settings =>
    [
        "--Mesh:Transport=RabbitMq", $"--Mesh:RabbitMq:Port={Server.Port}",
        $"--Mesh:Bus:DeliveryLimit={DeliveryLimit}", "--Mesh:Bus:ReturnAfter=00:00:00.2", "--Mesh:Bus:Lease=00:00:02",
    ];

    public async Task InitializeAsync() => _server = await RabbitMqServer.StartAsync(_folder.Path);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>A client that is none of ours.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory
    {
        HostName = "127.0.0.1",
        Port = Server.Port,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();
}
