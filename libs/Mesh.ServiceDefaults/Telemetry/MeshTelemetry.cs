using System.Reflection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs of a host over OTLP. The standard OTEL_* settings apply, from any source of configuration;
/// without an endpoint nothing is recorded and nothing is sent.
/// </summary>
public static class MeshTelemetry
{
    /// <summary>Where telemetry goes; setting it turns telemetry on.</summary>
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources =
    [
        MeshInstruments.Name, "Microsoft.AspNetCore", "System.Net.Http", "MassTransit",
        "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber", "Npgsql",
    ];

    private static readonly string[] Meters =
    [
        MeshInstruments.Name, "Microsoft.AspNetCore.*", "System.Net.*", "System.Runtime", "MassTransit",
    ];

    /// <summary>Adds <see cref="MeshInstruments"/>, and the export when an endpoint is configured.</summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="serviceName">service.name unless OTEL_SERVICE_NAME says otherwise, for example "dit".</param>
    public static void Add(IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<MeshInstruments>();
        if (string.IsNullOrEmpty(builder.Configuration[EndpointSetting]))
        {
            return;
        }

        builder.Services.AddSingleton<IStartupFilter, CallSpans>();
        new Builder(builder.Services)
            .WithTracing(tracing => tracing
                .SetResourceBuilder(Resource(serviceName))
                .AddSource(Sources))
            .WithMetrics(metrics => metrics.SetResourceBuilder(Resource(serviceName)).AddMeter(Meters))
            .WithLogging(
                logging => logging.SetResourceBuilder(Resource(serviceName)),
                options => options.IncludeFormattedMessage = options.IncludeScopes = true)
            .UseOtlpExporter();
        builder.Services.AddHostedService<Start>();
    }

    // Settings come last: a deployment may rename a service and add attributes.
    private static ResourceBuilder Resource(string serviceName) => ResourceBuilder.CreateEmpty()
        .AddService(
            serviceName,
            serviceNamespace: "mesh",
            serviceVersion: typeof(MeshTelemetry).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}")
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private sealed record Builder(IServiceCollection Services) : IOpenTelemetryBuilder;

    /// <summary>
    /// Asks for the providers, so that they record from the start; the container flushes and disposes them.
    /// </summary>
    private sealed class Start(TracerProvider traces, MeterProvider metrics, MeshInstruments instruments)
        : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(traces);
            ArgumentNullException.ThrowIfNull(metrics);
            if (NvidiaMemory.TryOpen() is { } gpus)
                instruments.ObserveGpuMemory(gpus.Read);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
