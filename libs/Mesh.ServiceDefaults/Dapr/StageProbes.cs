using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>
/// What the stages say of themselves when they are called the way edits' own clients would. A report for people: a
/// stage that has scaled to zero is no reason to take the gateway away.
/// </summary>
public static class StageProbes
{
    /// <summary>Where the report is: <c>{"encoder":"Serving","vae":"Unavailable",...}</c>.</summary>
    public const string Path = "/healthz/stages";

    private static readonly string[] Services = ["encoder", "vae", "dit"];

    /// <summary>Adds <see cref="StageChannels"/> as configured.</summary>
    public static void Add(IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var addresses = builder.Configuration.GetSection(StageAddresses.Section).Get<StageAddresses>() ?? new();
        builder.Services.AddSingleton(_ => new StageChannels(addresses, DaprSidecar.Find(builder.Configuration)));
    }

    public static void Map(WebApplication app) =>
        app.MapGet(Path, ReportAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> ReportAsync(StageChannels channels, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(Services.Select(service => AskAsync(channels, service, cancellation)));
        return Results.Json(Services.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    private static async Task<string> AskAsync(StageChannels channels, string service, CancellationToken cancellation)
    {
        try
        {
            var answer = await new Health.HealthClient(channels.Of(service)).CheckAsync(
                new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(2), cancellationToken: cancellation);
            return answer.Status.ToString();
        }
        catch (RpcException error)
        {
            return error.StatusCode.ToString();
        }
        catch (InvalidOperationException)
        {
            return "NotConfigured";  // all services in one process: the host's own health says it
        }
    }
}
