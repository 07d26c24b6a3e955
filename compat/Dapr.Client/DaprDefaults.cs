namespace Dapr;

/// <summary>Where the sidecar of this process is: the variables that Dapr sets, else its standard ports.</summary>
internal static class DaprDefaults
{
    public const string ApiTokenVariable = "DAPR_API_TOKEN";
    public const string GrpcEndpointVariable = "DAPR_GRPC_ENDPOINT";
    public const string GrpcPortVariable = "DAPR_GRPC_PORT";
    public const string HttpEndpointVariable = "DAPR_HTTP_ENDPOINT";
    public const string HttpPortVariable = "DAPR_HTTP_PORT";

    public static string GrpcEndpoint => Endpoint(GrpcEndpointVariable, GrpcPortVariable, "50001");

    public static string HttpEndpoint => Endpoint(HttpEndpointVariable, HttpPortVariable, "3500");

    public static string? ApiToken => Value(ApiTokenVariable);

    private static string Endpoint(string endpoint, string port, string standardPort) =>
        Value(endpoint) ?? $"http://127.0.0.1:{Value(port) ?? standardPort}";

    private static string? Value(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
