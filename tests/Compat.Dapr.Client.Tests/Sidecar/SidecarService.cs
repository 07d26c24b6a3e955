using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Compat.Dapr.Client.Tests.Sidecar;

/// <summary>The gRPC API of the fake sidecar.</summary>
internal sealed class SidecarService(SidecarStores stores) : global::Dapr.Client.Autogen.Grpc.v1.Dapr.DaprBase
{
    public override Task<GetSecretResponse> GetSecret(GetSecretRequest request, ServerCallContext context)
    {
        if (!stores.Secrets.TryGetValue(request.StoreName, out var store))
            throw Missing($"secret store {request.StoreName} not found");
        if (!store.TryGetValue(request.Key, out var secret))
            throw Missing($"secret {request.Key} not found");
        return Task.FromResult(new GetSecretResponse { Data = { secret } });
    }

    public override Task<GetBulkSecretResponse> GetBulkSecret(GetBulkSecretRequest request, ServerCallContext context)
    {
        var response = new GetBulkSecretResponse();
        foreach (var (key, secret) in stores.Secrets[request.StoreName])
            response.Data.Add(key, new SecretResponse { Secrets = { secret } });
        return Task.FromResult(response);
    }

    public override Task<GetConfigurationResponse> GetConfiguration(
        GetConfigurationRequest request, ServerCallContext context)
    {
        if (!stores.Configuration.TryGetValue(request.StoreName, out var store))
            throw Missing($"configuration store {request.StoreName} not found");
        var response = new GetConfigurationResponse();
        foreach (var (key, value) in store.Where(pair => request.Keys.Count == 0 || request.Keys.Contains(pair.Key)))
            response.Items.Add(key, Item(value));
        return Task.FromResult(response);
    }

    public override async Task SubscribeConfiguration(
        SubscribeConfigurationRequest request,
        IServerStreamWriter<SubscribeConfigurationResponse> responseStream,
        ServerCallContext context)
    {
        var (id, changes) = stores.Watch();
        await responseStream.WriteAsync(new SubscribeConfigurationResponse { Id = id });
        stores.Subscribed.TrySetResult(id);
        await foreach (var (key, value) in changes.ReadAllAsync(context.CancellationToken))
        {
            if (request.Keys.Count == 0 || request.Keys.Contains(key))
                await responseStream.WriteAsync(new() { Id = id, Items = { [key] = Item(value) } });
        }
    }

    public override Task<UnsubscribeConfigurationResponse> UnsubscribeConfiguration(
        UnsubscribeConfigurationRequest request, ServerCallContext context)
    {
        var ok = stores.Unwatch(request.Id);
        return Task.FromResult(new UnsubscribeConfigurationResponse { Ok = ok, Message = ok ? "" : "no such id" });
    }

    public override Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new GetMetadataResponse
        {
            Id = "gateway",
            ActiveActorsCount = { new ActiveActorsCount { Type = "clip", Count = 2 } },
            RegisteredComponents =
            {
                new RegisteredComponents
                {
                    Name = "s", Type = "secretstores.x", Version = "v1", Capabilities = { "a" },
                },
            },
            ExtendedMetadata = { stores.Metadata },
        });

    public override Task<Empty> SetMetadata(SetMetadataRequest request, ServerCallContext context)
    {
        stores.Metadata[request.Key] = request.Value;
        return Task.FromResult(new Empty());
    }

    private static ConfigurationItem Item(string value) =>
        new() { Value = value, Version = "1", Metadata = { ["from"] = "memory" } };

    private static RpcException Missing(string detail) => new(new Status(StatusCode.FailedPrecondition, detail));
}
