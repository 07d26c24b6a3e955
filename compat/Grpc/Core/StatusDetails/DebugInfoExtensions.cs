using Google.Rpc;

namespace Grpc.Core;

public static class ExceptionExtensions
{
    /// <summary>Type, message and stack of an exception as a detail of a rich status.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="innerDepth">How many inner exceptions to follow.</param>
    public static DebugInfo ToRpcDebugInfo(this Exception exception, int innerDepth = 0)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var info = new DebugInfo { Detail = $"{exception.GetType().FullName}: {exception.Message}" };
        for (var current = exception; current is not null && innerDepth >= 0; innerDepth--)
        {
            if (current != exception)
                info.StackEntries.Add($"InnerException: {current.GetType().FullName}: {current.Message}");
            info.StackEntries.AddRange(current.StackTrace?.Split('\n').Select(line => line.TrimEnd('\r')) ?? []);
            current = current.InnerException;
        }

        return info;
    }
}
