namespace Dapr.Client;

/// <summary>Changes of a configuration store: what changed, each time something did.</summary>
public abstract class ConfigurationSource : IAsyncEnumerable<IDictionary<string, ConfigurationItem>>
{
    /// <summary>Names the subscription; empty until the first answer has come.</summary>
    public abstract string Id { get; }

    /// <inheritdoc />
    public abstract IAsyncEnumerator<IDictionary<string, ConfigurationItem>> GetAsyncEnumerator(
        CancellationToken cancellationToken = default);
}
