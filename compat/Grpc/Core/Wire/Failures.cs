namespace Grpc.Core.Wire;

/// <summary>Statuses that the protocol itself gives.</summary>
internal static class Failures
{
    public static RpcException Internal(string detail) => new(new Status(StatusCode.Internal, detail));

    public static RpcException Unimplemented(string detail) => new(new Status(StatusCode.Unimplemented, detail));

    /// <param name="direction">"Received" or "Sending".</param>
    /// <param name="length">Bytes of the message, as far as known.</param>
    /// <param name="limit">Bytes allowed; null where only the format limits it.</param>
    public static RpcException TooLarge(string direction, long length, int? limit) => new(new Status(
        StatusCode.ResourceExhausted,
        $"{direction} message exceeds the maximum configured message size: {length} bytes, "
            + $"at most {limit ?? int.MaxValue}."));
}
