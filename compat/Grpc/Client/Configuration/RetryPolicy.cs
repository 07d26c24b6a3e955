using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>When and how often a call is tried again.</summary>
public sealed class RetryPolicy : ConfigObject
{
    public RetryPolicy()
    {
    }

    /// <summary>Attempts in all, at least 2.</summary>
    public int? MaxAttempts
    {
        get => Get<int?>("maxAttempts");
        set => Set("maxAttempts", value);
    }

    /// <summary>Upper end of the random wait before the second attempt.</summary>
    public TimeSpan? InitialBackoff
    {
        get => Get<TimeSpan?>("initialBackoff");
        set => Set("initialBackoff", value);
    }

    public TimeSpan? MaxBackoff
    {
        get => Get<TimeSpan?>("maxBackoff");
        set => Set("maxBackoff", value);
    }

    /// <summary>By which the upper end of the wait grows with each attempt.</summary>
    public double? BackoffMultiplier
    {
        get => Get<double?>("backoffMultiplier");
        set => Set("backoffMultiplier", value);
    }

    /// <summary>Statuses that are worth another attempt.</summary>
    public IList<StatusCode> RetryableStatusCodes => List<StatusCode>("retryableStatusCodes");
}

/// <summary>Tokens that failures use up and successes give back; no retries below half of them.</summary>
public sealed class RetryThrottlingPolicy : ConfigObject
{
    public RetryThrottlingPolicy()
    {
    }

    public int? MaxTokens
    {
        get => Get<int?>("maxTokens");
        set => Set("maxTokens", value);
    }

    /// <summary>Tokens that a success gives back.</summary>
    public double? TokenRatio
    {
        get => Get<double?>("tokenRatio");
        set => Set("tokenRatio", value);
    }
}
