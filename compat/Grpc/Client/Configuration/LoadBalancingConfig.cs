namespace Grpc.Net.Client.Configuration;

/// <summary>How calls are spread over the addresses of a service.</summary>
public class LoadBalancingConfig : ConfigObject
{
    /// <summary>The first address that can be reached takes all calls.</summary>
    public const string PickFirstPolicyName = "pick_first";

    /// <summary>Each address in turn.</summary>
    public const string RoundRobinPolicyName = "round_robin";

    public LoadBalancingConfig(string loadBalancingPolicyName)
    {
        PolicyName = loadBalancingPolicyName ?? throw new ArgumentNullException(nameof(loadBalancingPolicyName));
        Inner[loadBalancingPolicyName] = new Dictionary<string, object>();
    }

    public string PolicyName { get; }
}

public sealed class PickFirstConfig : LoadBalancingConfig
{
    public PickFirstConfig()
        : base(PickFirstPolicyName)
    {
    }
}

public sealed class RoundRobinConfig : LoadBalancingConfig
{
    public RoundRobinConfig()
        : base(RoundRobinPolicyName)
    {
    }
}
