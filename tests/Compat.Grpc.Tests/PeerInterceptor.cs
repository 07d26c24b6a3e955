using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Compat.Grpc.Tests;

/// <summary>Tells the client who it is.</summary>
internal sealed class PeerInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.ResponseTrailers.Add("peer", context.Peer);
        foreach (var identity in context.AuthContext.PeerIdentity)
            context.ResponseTrailers.Add("peer-identity", identity.Value);
        return continuation(request, context);
    }
}
