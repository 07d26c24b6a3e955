namespace Grpc.Core;

/// <summary>A connection to a service, whatever carries it.</summary>
public abstract class ChannelBase
{
    private int _shutdown;

    protected ChannelBase(string target) => Target = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>Host and port.</summary>
    public string Target { get; }

    public abstract CallInvoker CreateCallInvoker();

    /// <exception cref="InvalidOperationException">It was shut down before.</exception>
    public async Task ShutdownAsync()
    {
        if (Interlocked.Exchange(ref _shutdown, 1) != 0)
            throw new InvalidOperationException($"The channel to {Target} was shut down before.");
        await ShutdownAsyncCore().ConfigureAwait(false);
    }

    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
