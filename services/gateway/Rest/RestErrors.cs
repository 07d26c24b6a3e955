using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mesh.Gateway.Rest;

/// <summary>Turns what a handler throws into a problem, as the interceptor does for gRPC.</summary>
public sealed class RestErrors(ILogger<RestErrors> logger)
{
    public RequestDelegate Guard(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (Exception error)
        {
            var gaveUp = context.RequestAborted.IsCancellationRequested;
            var status = ErrorStatus.Of(error, gaveUp);
            if (ErrorStatus.IsOurs(status))
                logger.LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            if (!gaveUp)
                await Problem.WriteAsync(context, status);
        }
    };
}
