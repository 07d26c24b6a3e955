using Compat.Grpc.Tests.Protos;
using Grpc.Core;

namespace Compat.Grpc.Tests;

/// <summary>A whole call of any kind with one request.</summary>
internal static class Calls
{
    /// <summary>Headers and trailers of the call, once it has ended well.</summary>
    public static async Task<(Metadata Headers, Metadata Trailers)> RunAsync(
        Echo.EchoClient client, string method, EchoRequest request, Metadata? metadata = null)
    {
        switch (method)
        {
            case "Unary":
                using (var call = client.UnaryAsync(request, metadata))
                {
                    await call;
                    return (await call.ResponseHeadersAsync, call.GetTrailers());
                }

            case "Collect":
                using (var call = client.Collect(metadata))
                {
                    try
                    {
                        await call.RequestStream.WriteAsync(request);
                        await call.RequestStream.CompleteAsync();
                    }
                    catch (RpcException)
                    {
                        // The server has answered already; its answer says why.
                    }

                    await call;
                    return (await call.ResponseHeadersAsync, call.GetTrailers());
                }

            case "Expand":
                using (var call = client.Expand(request, metadata))
                {
                    await DrainAsync(call.ResponseStream);
                    return (await call.ResponseHeadersAsync, call.GetTrailers());
                }

            default:
                using (var call = client.Chat(metadata))
                {
                    await call.RequestStream.WriteAsync(request);
                    await call.RequestStream.CompleteAsync();
                    await DrainAsync(call.ResponseStream);
                    return (await call.ResponseHeadersAsync, call.GetTrailers());
                }
        }
    }

    private static async Task DrainAsync(IAsyncStreamReader<EchoReply> replies)
    {
        while (await replies.MoveNext(CancellationToken.None))
        {
        }
    }
}
