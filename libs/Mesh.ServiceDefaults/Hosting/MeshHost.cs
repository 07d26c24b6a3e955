using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Dapr;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>
/// One process of the mesh: one service or several, with all that a service needs around it. Listens on two ports:
/// gRPC (HTTP/2) and HTTP/1 for REST and probes.
/// </summary>
public sealed class MeshHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeshPorts _ports;
    private readonly string _name;

    private MeshHost(WebApplication app, MeshPorts ports, string name) => (_app, _ports, _name) = (app, ports, name);

    public IServiceProvider Services => _app.Services;

    /// <summary>Where gRPC listens; known once started.</summary>
    public Uri GrpcAddress => _ports.Grpc;

    /// <summary>Where HTTP/1 listens; known once started.</summary>
    public Uri HttpAddress => _ports.Http;

    /// <summary>Puts a host together; nothing runs yet.</summary>
    /// <param name="args">Command line; settings as <c>--Mesh:GrpcPort 5000</c>.</param>
    /// <param name="services">What it carries, at least one.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Settings are wrong.</exception>
    public static MeshHost Build(string[] args, params IReadOnlyList<IMeshService> services)
    {
        ArgumentOutOfRangeException.ThrowIfZero(services.Count);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,  // settings lie beside the program, wherever it is started
        });
        DaprSettings.Add(builder);
        var options = MeshOptionsRules.Read(builder.Configuration);
        var name = services.Count == 1 ? services[0].Name : "mesh";

        builder.Services.AddSingleton(options);
        if (options.StopWithInput)
            builder.Services.AddHostedService<InputWatch>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        QuietLogs(builder.Logging);
        MeshTelemetry.Add(builder, name);
        MeshGrpc.Add(builder.Services);
        AuthFeature.AddServices(builder.Services, builder.Configuration, options.Address);
        MeshStores.Add(builder.Services, options);
        foreach (var service in services)
            service.AddServices(builder);
        MeshBus.Add(builder.Services, options, services);
        builder.Services.AddHealthChecks();

        var ports = new MeshPorts(options);
        builder.WebHost.ConfigureKestrel(ports.Listen);
        var app = builder.Build();
        MeshProbes.Map(app);
        MeshGrpc.Map(app);
        UnreadableMessages.Map(app);
        AuthGate.Map(app);
        foreach (var service in services)
            service.Map(app);
        return new(app, ports, name);
    }

    /// <summary>Starts; listens when the task has ended.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => _app.StartAsync(cancellation);

    /// <summary>Lets what runs come to the end of a step, hands the rest to other workers, and stops.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    /// <summary>
    /// Runs until the process is asked to end; says in a line that it listens, which <see cref="ReadyLine"/> reads.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        await using (this)
        {
            await StartAsync(cancellation);
            await Console.Out.WriteLineAsync(new ReadyLine(_name, GrpcAddress, HttpAddress).ToString());
            await _app.WaitForShutdownAsync(cancellation);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void QuietLogs(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("MassTransit", LogLevel.Warning);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }
}
