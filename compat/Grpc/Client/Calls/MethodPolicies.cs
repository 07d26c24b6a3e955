using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client.Calls;

/// <summary>Which retry policy holds for which method.</summary>
internal sealed class MethodPolicies
{
    private readonly Dictionary<(string? Service, string? Method), RetryPolicy?> _policies = [];
    private readonly int? _maxAttempts;

    public MethodPolicies(GrpcChannelOptions options)
    {
        _maxAttempts = options.MaxRetryAttempts;
        MaxBufferPerCall = options.MaxRetryBufferPerCallSize ?? long.MaxValue;
        foreach (var config in options.ServiceConfig?.MethodConfigs ?? [])
        {
            if (config.RetryPolicy is { } policy)
                Check(policy);
            foreach (var name in config.Names)
                _policies[(Normal(name.Service), Normal(name.Method))] = config.RetryPolicy;
        }

        if (options.ServiceConfig?.RetryThrottling is { } throttling)
            Throttle = new RetryThrottle(throttling.MaxTokens ?? 0, throttling.TokenRatio ?? 0);
    }

    /// <summary>Bytes of the longest request that is kept for another attempt.</summary>
    public long MaxBufferPerCall { get; }

    /// <summary>Null without a throttling policy.</summary>
    public RetryThrottle? Throttle { get; }

    /// <summary>The policy of the method, else of its service, else of everything; null for none.</summary>
    public RetryPolicy? Find(IMethod method) =>
        _policies.TryGetValue((method.ServiceName, method.Name), out var policy)
        || _policies.TryGetValue((method.ServiceName, null), out policy)
        || _policies.TryGetValue((null, null), out policy)
            ? policy
            : null;

    public int Attempts(RetryPolicy policy) => Math.Min(policy.MaxAttempts!.Value, _maxAttempts ?? int.MaxValue);

    private static string? Normal(string? name) => string.IsNullOrEmpty(name) ? null : name;

    private static void Check(RetryPolicy policy)
    {
        if (policy.MaxAttempts is not >= 2)
            throw new InvalidOperationException($"RetryPolicy.MaxAttempts is {policy.MaxAttempts}: at least 2.");
        if (!(policy.InitialBackoff > TimeSpan.Zero && policy.MaxBackoff > TimeSpan.Zero))
            throw new InvalidOperationException("RetryPolicy needs an InitialBackoff and a MaxBackoff above zero.");
        if (policy.BackoffMultiplier is not > 0)
            throw new InvalidOperationException("RetryPolicy needs a BackoffMultiplier above zero.");
        if (policy.RetryableStatusCodes.Count == 0)
            throw new InvalidOperationException("RetryPolicy needs at least one of RetryableStatusCodes.");
    }
}
