namespace Dapr.Client;

/// <summary>One value of a configuration store.</summary>
public class ConfigurationItem
{
    public ConfigurationItem(string value, string version, IReadOnlyDictionary<string, string> metadata)
    {
        Value = value;
        Version = version;
        Metadata = metadata;
    }

    public string Value { get; }

    /// <summary>As the store counts them; empty where it does not.</summary>
    public string Version { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }
}
