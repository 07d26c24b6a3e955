using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>What the client is told when a method throws.</summary>
internal static class CallFailure
{
    public static Status ToStatus(Exception failure, HttpServerCallContext context, bool detailed)
    {
        if (context.IsDeadlineExceeded)
            return HttpServerCallContext.DeadlineExceeded;
        if (failure is RpcException { StatusCode: not StatusCode.OK } rpc)
        {
            foreach (var entry in rpc.Trailers)
                context.ResponseTrailers.Add(entry);
            return rpc.Status;
        }

        if (context.CancellationToken.IsCancellationRequested && IsCancellation(failure))
            return new Status(StatusCode.Cancelled, "Call canceled by the client.", failure);
        var detail = "Exception was thrown by handler.";
        return new Status(
            StatusCode.Unknown,
            detailed ? $"{detail} {failure.GetType().Name}: {failure.Message}" : detail,
            failure);
    }

    public static void Log(ILogger logger, string method, Status status, Exception failure)
    {
        if (status.StatusCode is StatusCode.Unknown && failure is not RpcException)
            logger.LogError(failure, "{Method} threw.", method);
        else
            logger.LogDebug(failure, "{Method} failed: {Status}", method, status);
    }

    private static bool IsCancellation(Exception failure) =>
        failure is OperationCanceledException or IOException or ObjectDisposedException;
}
