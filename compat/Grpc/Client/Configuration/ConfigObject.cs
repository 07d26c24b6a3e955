namespace Grpc.Net.Client.Configuration;

/// <summary>Part of a service configuration. Backed by the values under their names in its JSON form.</summary>
public abstract class ConfigObject
{
    private protected ConfigObject()
    {
    }

    public IDictionary<string, object> Inner { get; } = new Dictionary<string, object>();

    private protected T? Get<T>(string name) => Inner.TryGetValue(name, out var value) ? (T)value : default;

    private protected void Set<T>(string name, T? value)
    {
        if (value is null)
            Inner.Remove(name);
        else
            Inner[name] = value;
    }

    private protected IList<T> List<T>(string name)
    {
        if (Get<IList<T>>(name) is { } found)
            return found;
        var list = new List<T>();
        Inner[name] = list;
        return list;
    }
}
