using Dapr.Client;
using Microsoft.Extensions.Configuration;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>The Dapr sidecar of this process, as the settings that Dapr injects name it.</summary>
/// <param name="GrpcEndpoint">For example "http://127.0.0.1:50001".</param>
/// <param name="HttpEndpoint">For example "http://127.0.0.1:3500".</param>
/// <param name="ApiToken">What it wants to be told; null for nothing.</param>
public sealed record DaprSidecar(string GrpcEndpoint, string HttpEndpoint, string? ApiToken)
{
    /// <summary>The sidecar; null when there is none: no DAPR_GRPC_ENDPOINT and no DAPR_GRPC_PORT.</summary>
    public static DaprSidecar? Find(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var grpc = Endpoint(configuration, "GRPC");
        return grpc is null
            ? null
            : new(grpc, Endpoint(configuration, "HTTP") ?? "http://127.0.0.1:3500", Value(configuration, "API_TOKEN"));
    }

    /// <summary>A client of its own.</summary>
    public DaprClient Connect()
    {
        var builder = new DaprClientBuilder().UseGrpcEndpoint(GrpcEndpoint).UseHttpEndpoint(HttpEndpoint);
        return (ApiToken is null ? builder : builder.UseDaprApiToken(ApiToken)).Build();
    }

    // A record prints its members; a token does not belong in a log.
    public override string ToString() => $"Dapr at {GrpcEndpoint}";

    private static string? Endpoint(IConfiguration configuration, string protocol) =>
        Value(configuration, $"{protocol}_ENDPOINT")
        ?? (Value(configuration, $"{protocol}_PORT") is { } port ? $"http://127.0.0.1:{port}" : null);

    private static string? Value(IConfiguration configuration, string name) =>
        configuration[$"DAPR_{name}"] is { Length: > 0 } value ? value : null;
}
