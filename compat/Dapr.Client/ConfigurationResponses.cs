namespace Dapr.Client;

/// <summary>What a configuration store holds for the keys that were asked for.</summary>
public class GetConfigurationResponse
{
    public GetConfigurationResponse(IReadOnlyDictionary<string, ConfigurationItem> configMap)
    {
        Items = configMap;
    }

    public IReadOnlyDictionary<string, ConfigurationItem> Items { get; }
}

/// <summary>A subscription to a configuration store.</summary>
public class SubscribeConfigurationResponse
{
    private readonly ConfigurationSource _source;

    public SubscribeConfigurationResponse(ConfigurationSource source)
    {
        _source = source;
    }

    /// <summary>What <see cref="DaprClient.UnsubscribeConfiguration"/> takes.</summary>
    public string Id => _source.Id;

    public IAsyncEnumerable<IDictionary<string, ConfigurationItem>> Source => _source;
}

/// <summary>Whether a subscription has ended.</summary>
public class UnsubscribeConfigurationResponse
{
    public UnsubscribeConfigurationResponse(bool ok, string message)
    {
        Ok = ok;
        Message = message;
    }

    public bool Ok { get; }

    public string Message { get; }
}
