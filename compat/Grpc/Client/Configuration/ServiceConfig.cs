namespace Grpc.Net.Client.Configuration;

/// <summary>How the calls of a channel are retried and spread.</summary>
public sealed class ServiceConfig : ConfigObject
{
    public ServiceConfig()
    {
    }

    /// <summary>The most specific one holds for a call.</summary>
    public IList<MethodConfig> MethodConfigs => List<MethodConfig>("methodConfig");

    /// <summary>The first that is known; pick_first without any.</summary>
    public IList<LoadBalancingConfig> LoadBalancingConfigs => List<LoadBalancingConfig>("loadBalancingConfig");

    /// <summary>Stops retries to a server that fails most calls; null for no such limit.</summary>
    public RetryThrottlingPolicy? RetryThrottling
    {
        get => Get<RetryThrottlingPolicy>("retryThrottling");
        set => Set("retryThrottling", value);
    }
}

/// <summary>Configuration of some methods.</summary>
public sealed class MethodConfig : ConfigObject
{
    public MethodConfig()
    {
    }

    public IList<MethodName> Names => List<MethodName>("name");

    public RetryPolicy? RetryPolicy
    {
        get => Get<RetryPolicy>("retryPolicy");
        set => Set("retryPolicy", value);
    }
}

/// <summary>A method, all methods of a service without <see cref="Method"/>, or everything without both.</summary>
public sealed class MethodName : ConfigObject
{
    public static readonly MethodName Default = new();

    public MethodName()
    {
    }

    /// <summary>With its package.</summary>
    public string? Service
    {
        get => Get<string>("service");
        set => Set("service", value);
    }

    public string? Method
    {
        get => Get<string>("method");
        set => Set("method", value);
    }
}
