using Google.Rpc;
using Microsoft.AspNetCore.Builder;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>Names the fault of a caller whose bytes are no message.</summary>
/// <remarks>
/// The one message of a call is read before an interceptor runs, so the server answers UNKNOWN for it. No other call
/// ends so: <see cref="ErrorInterceptor"/> gives what services throw a status of its own.
/// </remarks>
internal static class UnreadableMessages
{
    public static void Map(WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (TrailersOnly.Status(context.Response) == Code.Unknown)
                TrailersOnly.Write(context.Response, ErrorStatus.Unreadable());
            return Task.CompletedTask;
        });
        return next(context);
    });
}
