using System.Net.Sockets;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>What failed below the protocol, as a status.</summary>
internal static class TransportFailure
{
    /// <summary>Whether no connection came about, so that nothing was sent.</summary>
    public static bool IsConnect(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    public static Status ToStatus(Exception failure)
    {
        var detail = $"Error in the connection: {failure.GetType().Name}: {Text(failure)}";
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // GOAWAY without an error, and streams that it cuts off, are no fault of the call.
            if (cause is HttpProtocolException { ErrorCode: var code })
                return new Status(code == 0 ? StatusCode.Unavailable : StatusMapping.FromReset(code), detail, failure);
            if (cause is SocketException or IOException)
                return new Status(StatusCode.Unavailable, detail, failure);
        }

        return new Status(StatusCode.Internal, detail, failure);
    }

    private static string Text(Exception failure) =>
        failure.InnerException is { } inner ? $"{failure.Message} {Text(inner)}" : failure.Message;
}
