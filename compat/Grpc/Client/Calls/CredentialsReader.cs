using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>Takes credentials apart.</summary>
internal sealed class CredentialsReader : ChannelCredentialsConfiguratorBase
{
    private readonly CallCredentialsReader _calls = new();

    public bool IsSecure { get; private set; }

    /// <summary>Asked for headers with each call.</summary>
    public IReadOnlyList<AsyncAuthInterceptor> Interceptors => _calls.Interceptors;

    public static CredentialsReader Read(ChannelCredentials credentials)
    {
        var reader = new CredentialsReader();
        credentials.InternalPopulateConfiguration(reader, reader);
        return reader;
    }

    public static IReadOnlyList<AsyncAuthInterceptor> Read(CallCredentials credentials)
    {
        var reader = new CallCredentialsReader();
        credentials.InternalPopulateConfiguration(reader, null);
        return reader.Interceptors;
    }

    public override void SetInsecureCredentials(object state) => IsSecure = false;

    public override void SetSslCredentials(
        object state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback)
    {
        if (rootCertificates is not null || keyCertificatePair is not null || verifyPeerCallback is not null)
        {
            throw new InvalidOperationException(
                "SslCredentials with non-null arguments is not supported by GrpcChannel. GrpcChannel uses HttpClient "
                    + "to make gRPC calls: set certificates on its handler.");
        }

        IsSecure = true;
    }

    public override void SetCompositeCredentials(
        object state, ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, state);
        callCredentials.InternalPopulateConfiguration(_calls, null);
    }

    private sealed class CallCredentialsReader : CallCredentialsConfiguratorBase
    {
        public List<AsyncAuthInterceptor> Interceptors { get; } = [];

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
            Interceptors.Add(interceptor);

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
        {
            foreach (var part in credentials)
                part.InternalPopulateConfiguration(this, state);
        }
    }
}
