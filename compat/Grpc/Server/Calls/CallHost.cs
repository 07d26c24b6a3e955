using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Carries a call from its headers to its status.</summary>
internal sealed class CallHost<TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    MethodSettings settings,
    CallHandler<TRequest, TResponse> handler,
    ILogger logger)
    where TRequest : class
    where TResponse : class
{
    public async Task HandleAsync(HttpContext http)
    {
        if (!GrpcRequest.IsValid(http))
            return;
        GrpcRequest.LiftLimits(http);
        using var context = new HttpServerCallContext(http, method.FullName, settings);
        Status status;
        try
        {
            context.Start();
            var call = new ServerCall<TRequest, TResponse>(context, method);
            await handler(call).ConfigureAwait(false);
            await call.Responses.DrainAsync().ConfigureAwait(false);
            status = context.Status;
        }
        catch (Exception failure)
        {
            status = CallFailure.ToStatus(failure, context, settings.DetailedErrors);
            CallFailure.Log(logger, method.FullName, status, failure);
        }

        await context.EndAsync(status).ConfigureAwait(false);
    }
}
