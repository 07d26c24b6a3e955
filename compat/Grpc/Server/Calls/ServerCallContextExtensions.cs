using Grpc.AspNetCore.Server.Calls;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

public static class ServerCallContextExtensions
{
    private const string UserStateKey = "__HttpContext";

    /// <summary>The HTTP request that carries the call.</summary>
    /// <exception cref="InvalidOperationException">No HTTP request carries it.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpServerCallContext call)
            return call.HttpContext;
        return serverCallContext.UserState.TryGetValue(UserStateKey, out var http) && http is HttpContext context
            ? context
            : throw new InvalidOperationException("No HTTP request carries this call.");
    }
}
