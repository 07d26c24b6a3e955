using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Calls;

/// <summary>Asks the credentials of channel and call for headers.</summary>
internal static class CallAuthorization
{
    /// <summary>The headers of the call with those of its credentials.</summary>
    public static async ValueTask<Metadata?> AddAsync(
        ChannelSettings settings, CallOptions options, IMethod method, CancellationToken cancellationToken)
    {
        if (options.Credentials is null && settings.Credentials.Count == 0)
            return options.Headers;
        if (!settings.SendsCallCredentials)
        {
            settings.Logger.LogWarning("CallCredentials were not sent because the call does not use TLS.");
            return options.Headers;
        }

        var metadata = new Metadata();
        foreach (var entry in options.Headers ?? Metadata.Empty)
            metadata.Add(entry);
        var own = options.Credentials is null ? [] : CredentialsReader.Read(options.Credentials);
        var service = new Uri(settings.Transport.BaseAddress, method.ServiceName).ToString();
        var context = new AuthInterceptorContext(service, method.Name, cancellationToken);
        foreach (var interceptor in settings.Credentials.Concat(own))
            await interceptor(context, metadata).ConfigureAwait(false);
        return metadata;
    }
}
