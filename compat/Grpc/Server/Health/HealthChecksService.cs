using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Answers Check by running the mapped checks; Watch by what was published.</summary>
internal sealed class HealthChecksService : Health.V1.Health.HealthBase
{
    private readonly HealthServiceImpl _published;
    private readonly HealthCheckService _checks;
    private readonly GrpcHealthChecksOptions _options;

    public HealthChecksService(
        HealthServiceImpl published,
        HealthCheckService checks,
        IOptions<GrpcHealthChecksOptions> options,
        IHostApplicationLifetime lifetime)
    {
        (_published, _checks, _options) = (published, checks, options.Value);
        if (!_options.SuppressCompletionOnShutdown)
            lifetime.ApplicationStopping.Register(published.EndWatches);
    }

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        if (_options.UseHealthChecksCache)
            return await _published.Check(request, context).ConfigureAwait(false);
        var mapping = _options.Services.FirstOrDefault(mapping => mapping.Name == request.Service)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"Service '{request.Service}' is not known."));
        var report = await _checks.CheckHealthAsync(
            check => mapping.HealthCheckPredicate!(new HealthCheckMapContext(check.Name, check.Tags)),
            context.CancellationToken).ConfigureAwait(false);
        return new HealthCheckResponse { Status = StatusOf(report.Entries.Values) };
    }

    public override Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context) =>
        _published.Watch(request, responseStream, context);

    /// <summary>A degraded service still serves; of one without checks nothing is known.</summary>
    public static ServingStatus StatusOf(IEnumerable<HealthReportEntry> entries)
    {
        var statuses = entries.Select(entry => entry.Status).ToList();
        if (statuses.Count == 0)
            return ServingStatus.Unknown;
        return statuses.Contains(HealthStatus.Unhealthy) ? ServingStatus.NotServing : ServingStatus.Serving;
    }
}

/// <summary>Sets the statuses of the mapped services whenever the checks have run.</summary>
internal sealed class HealthPublisher(HealthServiceImpl target, IOptions<GrpcHealthChecksOptions> options)
    : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var mapping in options.Value.Services)
        {
            var entries = report.Entries
                .Where(entry => mapping.HealthCheckPredicate!(new HealthCheckMapContext(entry.Key, entry.Value.Tags)))
                .Select(entry => entry.Value);
            target.SetStatus(mapping.Name, HealthChecksService.StatusOf(entries));
        }

        return Task.CompletedTask;
    }
}
