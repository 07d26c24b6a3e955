namespace Mesh.Editing.Serving;

/// <summary>A model in use. Dispose of it when done: its weights are freed with the last handle.</summary>
public sealed class ModelHandle : IDisposable
{
    private SharedModel? _shared;

    internal ModelHandle(SharedModel shared) =>
        (_shared, Model, Version) = (shared, shared.Model, shared.Version);

    public EditModel Model { get; }

    /// <summary>Names the weights; empty for those that the service was started with.</summary>
    public string Version { get; }

    /// <summary>Whether these weights are those of a version; one published later may have the same.</summary>
    public bool Is(string version) => _shared?.Versions.Contains(version) == true;

    public void Dispose() => Interlocked.Exchange(ref _shared, null)?.Release();
}

/// <summary>Weights with a count of their users, the host among them.</summary>
internal sealed class SharedModel(EditModel model, string version, PartFiles files)
{
    private int _users = 1;

    public EditModel Model => model;

    /// <summary>What it was loaded from.</summary>
    public PartFiles Files => files;

    /// <summary>The version that it serves now.</summary>
    public string Version => Versions[^1];

    /// <summary>All versions that have these weights, as far as they were served.</summary>
    public IReadOnlyList<string> Versions { get; private set; } = [version];

    /// <summary>Serves a version with the same weights from now on.</summary>
    public void Name(string next) => Versions = [.. Versions.Where(known => known != next), next];

    /// <summary>Counts one user more; the caller knows that the host is still one.</summary>
    public ModelHandle Use()
    {
        Interlocked.Increment(ref _users);
        return new(this);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            model.Dispose();
    }
}
