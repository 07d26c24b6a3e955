using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Dapr.Client;

/// <summary>
/// A sidecar's API, with the names of the official client; make one by <see cref="DaprClientBuilder"/>. Calls throw
/// <see cref="DaprException"/> with the sidecar's status inside; a call that its token cancels throws
/// <see cref="OperationCanceledException"/> or a <see cref="DaprException"/>.
/// </summary>
public abstract class DaprClient : IDisposable
{
    private bool _disposed;

    /// <summary>
    /// Calls the gRPC services of another application through the sidecar. Takes any generated client:
    /// <c>new Vae.VaeClient(DaprClient.CreateInvocationInvoker("vae"))</c>.
    /// </summary>
    /// <param name="appId">Dapr's name of the application.</param>
    /// <param name="daprEndpoint">gRPC address of the sidecar; null for that of the environment.</param>
    /// <param name="daprApiToken">Null for that of the environment.</param>
    public static CallInvoker CreateInvocationInvoker(
        string appId,
        string? daprEndpoint = null,
        string? daprApiToken = null) =>
        GrpcChannel.ForAddress(daprEndpoint ?? DaprDefaults.GrpcEndpoint)
            .Intercept(new InvocationInterceptor(appId, daprApiToken ?? DaprDefaults.ApiToken ?? ""));

    /// <summary>Whether the sidecar is up and its components are ready.</summary>
    public abstract Task<bool> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the sidecar is up, whatever the application beside it does.</summary>
    public abstract Task<bool> CheckOutboundHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns when <see cref="CheckOutboundHealthAsync"/> says yes.</summary>
    public abstract Task WaitForSidecarAsync(CancellationToken cancellationToken = default);

    public abstract Task<DaprMetadata> GetMetadataAsync(CancellationToken cancellationToken = default);

    public abstract Task SetMetadataAsync(
        string attributeName,
        string attributeValue,
        CancellationToken cancellationToken = default);

    /// <summary>One secret; some stores keep several values under one key.</summary>
    public abstract Task<Dictionary<string, string>> GetSecretAsync(
        string storeName,
        string key,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Every secret that the application may read.</summary>
    public abstract Task<Dictionary<string, Dictionary<string, string>>> GetBulkSecretAsync(
        string storeName,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Values now.</summary>
    /// <param name="storeName">Component name of the store.</param>
    /// <param name="keys">None for all.</param>
    /// <param name="metadata">Passed to the store.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<GetConfigurationResponse> GetConfiguration(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Changes from now on; the subscription lives as long as <paramref name="cancellationToken"/>.</summary>
    public abstract Task<SubscribeConfigurationResponse> SubscribeConfiguration(
        string storeName,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    public abstract Task<UnsubscribeConfigurationResponse> UnsubscribeConfiguration(
        string storeName,
        string id,
        CancellationToken cancellationToken = default);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_disposed)
        {
            Dispose(disposing: true);
            _disposed = true;
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
