namespace Grpc.Core;

/// <summary>Sends messages, one after the other.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Holds for the messages that follow; null for the defaults of the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Completes when the next message may be written.</summary>
    Task WriteAsync(T message);

    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException($"{GetType()} cannot cancel a write.")
        : WriteAsync(message);
}

public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no message follows.</summary>
    Task CompleteAsync();
}

public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
