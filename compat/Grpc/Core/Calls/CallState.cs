namespace Grpc.Core;

/// <summary>What the four kinds of call have in common: headers, status, trailers and disposal.</summary>
internal readonly struct CallState(
    object state,
    Func<object, Task<Metadata>> headers,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose)
{
    public CallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
        : this(
            (headers, status, trailers, dispose),
            static state => Unpack(state).Headers,
            static state => Unpack(state).Status(),
            static state => Unpack(state).Trailers(),
            static state => Unpack(state).Dispose())
    {
    }

    public Task<Metadata> Headers => headers(state);

    public Status Status => status(state);

    public Metadata Trailers => trailers(state);

    public void Dispose() => dispose(state);

    private static (Task<Metadata> Headers, Func<Status> Status, Func<Metadata> Trailers, Action Dispose) Unpack(
        object state) => ((Task<Metadata>, Func<Status>, Func<Metadata>, Action))state;
}
