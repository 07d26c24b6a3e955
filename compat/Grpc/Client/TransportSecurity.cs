using Grpc.Core;
using Grpc.Net.Client.Calls;

namespace Grpc.Net.Client;

/// <summary>What credentials mean for the connection.</summary>
internal static class TransportSecurity
{
    /// <summary>Whether the channel speaks TLS.</summary>
    /// <exception cref="InvalidOperationException">Scheme and credentials do not fit.</exception>
    public static bool IsSecure(Uri address, ChannelCredentials? credentials)
    {
        bool? asked = credentials is null ? null : CredentialsReader.Read(credentials).IsSecure;
        if (!ChannelAddress.IsHttp(address))
        {
            return asked ?? throw new InvalidOperationException(
                $"Unable to determine the TLS configuration of the channel from address '{address}'. "
                    + "GrpcChannelOptions.Credentials must be specified when the address doesn't have a 'http' or "
                    + "'https' scheme.");
        }

        var secure = address.Scheme == Uri.UriSchemeHttps;
        if (asked is { } wanted && wanted != secure)
        {
            throw new InvalidOperationException(
                $"Channel is configured with {(wanted ? "secure" : "insecure")} channel credentials and can't use a "
                    + $"HttpClient with a '{address.Scheme}' scheme.");
        }

        return secure;
    }
}
