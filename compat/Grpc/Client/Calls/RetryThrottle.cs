namespace Grpc.Net.Client.Calls;

/// <summary>Tokens that failures use up and successes give back; shared by the calls of a channel.</summary>
internal sealed class RetryThrottle(int maxTokens, double tokenRatio)
{
    private readonly Lock _lock = new();
    private double _tokens = maxTokens;

    /// <summary>Whether half of the tokens or more are gone.</summary>
    public bool IsActive
    {
        get
        {
            lock (_lock)
                return _tokens <= maxTokens / 2.0;
        }
    }

    public void Failed()
    {
        lock (_lock)
            _tokens = Math.Max(0, _tokens - 1);
    }

    public void Succeeded()
    {
        lock (_lock)
            _tokens = Math.Min(maxTokens, _tokens + tokenRatio);
    }
}
