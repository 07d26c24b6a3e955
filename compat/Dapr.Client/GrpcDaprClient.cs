using Grpc.Core;
using Grpc.Net.Client;
using Wire = Dapr.Client.Autogen.Grpc.v1;

namespace Dapr.Client;

/// <summary>The client that speaks to a sidecar.</summary>
internal sealed class GrpcDaprClient(GrpcChannel channel, HttpClient http, string? apiToken) : DaprClient
{
    private readonly Wire.Dapr.DaprClient _sidecar = new(channel);

    public override Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        AnswersAsync("/v1.0/healthz", cancellationToken);

    public override Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default) =>
        AnswersAsync("/v1.0/healthz/outbound", cancellationToken);

    public override async Task WaitForSidecarAsync(CancellationToken cancellationToken = default)
    {
        while (!await CheckOutboundHealthAsync(cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    public override async Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default)
    {
        var response = await Call("metadata", () => _sidecar.GetMetadataAsync(new(), Options(cancellationToken)));
        return new DaprMetadata(
            response.Id,
            [.. response.ActiveActorsCount.Select(actor => new DaprActorMetadata(actor.Type, actor.Count))],
            new Dictionary<string, string>(response.ExtendedMetadata),
            [.. response.RegisteredComponents.Select(component => new DaprComponentsMetadata(
                component.Name, component.Type, component.Version, [.. component.Capabilities]))]);
    }

    public override Task SetMetadataAsync(
        string attributeName,
        string attributeValue,
        CancellationToken cancellationToken = default) =>
        Call("metadata", () => _sidecar.SetMetadataAsync(
            new() { Key = attributeName, Value = attributeValue }, Options(cancellationToken)));

    public override async Task<Dictionary<string, string>> GetSecretAsync(
        string storeName,
        string key,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var request = new Wire.GetSecretRequest { StoreName = storeName, Key = key };
        request.Metadata.Add(Pairs(metadata));
        var response = await Call(
            $"secret {key} of store {storeName}",
            () => _sidecar.GetSecretAsync(request, Options(cancellationToken)));
        return new Dictionary<string, string>(response.Data);
    }

    public override async Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(
        string storeName,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var request = new Wire.GetBulkSecretRequest { StoreName = storeName };
        request.Metadata.Add(Pairs(metadata));
        var response = await Call(
            $"secrets of store {storeName}",
            () => _sidecar.GetBulkSecretAsync(request, Options(cancellationToken)));
        return response.Data.ToDictionary(
            pair => pair.Key,
            pair => new Dictionary<string, string>(pair.Value.Secrets));
    }

    public override async Task<GetConfigurationResponse> GetConfiguration(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var request = new Wire.GetConfigurationRequest { StoreName = storeName, Keys = { keys } };
        request.Metadata.Add(Pairs(metadata));
        var response = await Call(
            $"configuration of store {storeName}",
            () => _sidecar.GetConfigurationAsync(request, Options(cancellationToken)));
        return new GetConfigurationResponse(GrpcConfigurationSource.Items(response.Items));
    }

    public override Task<SubscribeConfigurationResponse> SubscribeConfiguration(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var request = new Wire.SubscribeConfigurationRequest { StoreName = storeName, Keys = { keys } };
        request.Metadata.Add(Pairs(metadata));
        var call = _sidecar.SubscribeConfiguration(request, Options(cancellationToken));
        return Task.FromResult(new SubscribeConfigurationResponse(new GrpcConfigurationSource(call)));
    }

    public override async Task<UnsubscribeConfigurationResponse> UnsubscribeConfiguration(
        string storeName,
        string id,
        CancellationToken cancellationToken = default)
    {
        var response = await Call(
            $"subscription {id} of store {storeName}",
            () => _sidecar.UnsubscribeConfigurationAsync(
                new() { StoreName = storeName, Id = id }, Options(cancellationToken)));
        return new UnsubscribeConfigurationResponse(response.Ok, response.Message);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            channel.Dispose();
            http.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Dictionary<string, string> Pairs(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null ? [] : new Dictionary<string, string>(metadata);

    private static async Task<T> Call<T>(string what, Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException failure)
        {
            throw new DaprException(
                $"the Dapr sidecar did not give the {what}: {failure.StatusCode}: {failure.Status.Detail}", failure);
        }
    }

    private CallOptions Options(CancellationToken cancellationToken)
    {
        var headers = new Metadata();
        if (!string.IsNullOrEmpty(apiToken))
        {
            headers.Add("dapr-api-token", apiToken);
        }

        return new CallOptions(headers, cancellationToken: cancellationToken);
    }

    private async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (!string.IsNullOrEmpty(apiToken))
        {
            request.Headers.Add("dapr-api-token", apiToken);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;  // not up yet
        }
    }
}
