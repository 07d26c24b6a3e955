using System.Collections.Concurrent;
using Dapr.Client;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Mesh.ServiceDefaults.Transport;

namespace Mesh.ServiceDefaults.Dapr;

/// <summary>
/// Calls to the stages' gRPC services: through the Dapr sidecar where there is one, else straight, spread over the
/// addresses of their names. Says who calls by <see cref="StageAddresses.ApiKey"/>. One instance serves a process.
/// </summary>
/// <param name="addresses">Where the stages are; read when there is no sidecar.</param>
/// <param name="sidecar">Null calls straight.</param>
public sealed class StageChannels(StageAddresses addresses, DaprSidecar? sidecar) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(CallInvoker Invoker, GrpcChannel? Channel)>> _made = [];

    /// <summary>What a generated client is made of: <c>new Dit.DitClient(channels.Of("dit"))</c>.</summary>
    /// <param name="service">Deploy name: "encoder", "vae" or "dit".</param>
    /// <exception cref="InvalidOperationException">There is no sidecar, and no address is set.</exception>
    public CallInvoker Of(string service)
    {
        var address = addresses.Of(service);
        return _made.GetOrAdd(service, _ => new(() => Make(service, address))).Value.Invoker.Intercept(AddKey);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var made in _made.Values.Where(made => made.IsValueCreated))
            made.Value.Channel?.Dispose();
    }

    private Metadata AddKey(Metadata headers)
    {
        if (addresses.ApiKey is { Length: > 0 } key)
            headers.Add("x-api-key", key);
        return headers;
    }

    private (CallInvoker Invoker, GrpcChannel? Channel) Make(string service, string? address)
    {
        if (sidecar is not null)
            return (DaprClient.CreateInvocationInvoker(service, sidecar.GrpcEndpoint, sidecar.ApiToken), null);
        if (address is null)
        {
            throw new InvalidOperationException(
                $"{StageAddresses.Section}:{service} is not set and there is no Dapr sidecar (DAPR_GRPC_PORT): "
                + $"set it to an address such as dns:///{service}:8081.");
        }

        var spread = address.StartsWith("dns:", StringComparison.Ordinal);
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = GrpcTransport.CreateHandler(),
            DisposeHttpClient = true,
            // A name without a scheme says nothing of TLS; inside the cluster the network or Dapr encrypts.
            Credentials = spread ? ChannelCredentials.Insecure : null,
            ServiceConfig = spread ? new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } } : null,
        });
        return (channel.CreateCallInvoker(), channel);
    }
}
