using System.Collections;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>The checks behind one service.</summary>
public sealed class ServiceMapping
{
    /// <param name="name">Empty for the server as a whole.</param>
    /// <param name="predicate">Whether a check counts.</param>
    public ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        HealthCheckPredicate = predicate ?? throw new ArgumentNullException(nameof(predicate));
    }

    public string Name { get; }

    public Func<HealthCheckMapContext, bool>? HealthCheckPredicate { get; }
}

/// <summary>Mappings by service name.</summary>
public sealed class ServiceMappingCollection : ICollection<ServiceMapping>
{
    private readonly List<ServiceMapping> _mappings = [];

    public int Count => _mappings.Count;

    bool ICollection<ServiceMapping>.IsReadOnly => false;

    /// <summary>Takes the place of an earlier mapping of that name.</summary>
    public void Map(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        Remove(name);
        Add(new ServiceMapping(name, predicate));
    }

    /// <exception cref="InvalidOperationException">There is one of that name.</exception>
    public void Add(ServiceMapping service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (_mappings.Exists(mapping => mapping.Name == service.Name))
            throw new InvalidOperationException($"Service '{service.Name}' is mapped already.");
        _mappings.Add(service);
    }

    public void Remove(string name) => _mappings.RemoveAll(mapping => mapping.Name == name);

    public void Clear() => _mappings.Clear();

    public IEnumerator<ServiceMapping> GetEnumerator() => _mappings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool ICollection<ServiceMapping>.Contains(ServiceMapping item) => _mappings.Contains(item);

    bool ICollection<ServiceMapping>.Remove(ServiceMapping item) => _mappings.Remove(item);

    void ICollection<ServiceMapping>.CopyTo(ServiceMapping[] array, int arrayIndex) =>
        _mappings.CopyTo(array, arrayIndex);
}
