namespace Mesh.Editing.Serving;

/// <summary>
/// Serves models by name, loading each when it is first asked for. A model can be switched to other weights while it is
/// used: work that runs keeps those it started with, work that starts gets the new ones, and the old ones are freed
/// when their last user is done. While it switches, memory holds both.
/// </summary>
public sealed class ModelHost : IDisposable
{
    private readonly Dictionary<string, ServedModel> _models;
    private readonly string _default;

    /// <exception cref="ArgumentException">The default is not among the folders.</exception>
    public ModelHost(ModelHostOptions options)
    {
        if (!options.Folders.ContainsKey(options.Default))
        {
            throw new ArgumentException($"The default model '{options.Default}' has no folder; those with one: "
                + $"{string.Join(", ", options.Folders.Keys)}.");
        }
        _default = options.Default;
        _models = options.Folders.ToDictionary(
            folder => folder.Key, folder => new ServedModel(folder.Key, folder.Value, options));
    }

    /// <summary>Names of the models, in the order of their names.</summary>
    public IReadOnlyList<string> Names => [.. _models.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Folder that a model is configured with.</summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public string FolderOf(string? name) => Of(name).Folder;

    /// <summary>Whether the weights of a model are in memory.</summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public bool IsLoaded(string? name) => VersionOf(name) is not null;

    /// <summary>Names the weights that are served; empty for those of the configuration, null while none is loaded.
    /// </summary>
    /// <param name="name">Name of the model; null or empty for the default.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public string? VersionOf(string? name) => Of(name).Version;

    /// <summary>A model to work with, loaded if need be.</summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <param name="cancellation">Ends the waiting, not the loading.</param>
    /// <returns>The weights stay until it is disposed of.</returns>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">It cannot be loaded; the next call tries again.</exception>
    public Task<ModelHandle> AcquireAsync(string? name, CancellationToken cancellation = default) =>
        Of(name).AcquireAsync(cancellation);

    /// <summary>What the configuration of a model says, without loading it.</summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">Its configuration is broken.</exception>
    public ModelDescription Describe(string? name) => Of(name).Describe();

    /// <summary>Serves other weights under a name from now on, once they have passed the self-check.</summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <param name="folder">The new weights.</param>
    /// <param name="version">Names them in logs and reports.</param>
    /// <param name="cancellation">Gives up before the switch, never in the middle of it.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">
    /// The new weights cannot be loaded, do not fit the other stages, or fail the self-check; the old go on serving.
    /// </exception>
    public Task SwitchAsync(
        string? name, string folder, string version, CancellationToken cancellation = default) =>
        Of(name).SwitchAsync(folder, version, cancellation);

    /// <summary>Works with other weights that have passed the self-check, beside those that are served, and frees them.
    /// </summary>
    /// <param name="name">Its name; null or empty for the default.</param>
    /// <param name="folder">The other weights.</param>
    /// <param name="version">Names them in messages.</param>
    /// <param name="work">On another thread.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">They cannot be loaded, do not fit the other stages, or fail the self-check.
    /// </exception>
    public Task TryAsync(string? name, string folder, string version, Action<EditModel> work) =>
        Of(name).TryAsync(folder, version, work);

    /// <summary>Serves the weights of the configuration again.</summary>
    /// <param name="name">Name of the model; null or empty for the default.</param>
    /// <param name="cancellation">Gives up before the switch, never in the middle of it.</param>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="ModelException">They cannot be loaded; the others go on serving.</exception>
    public Task RestoreAsync(string? name, CancellationToken cancellation = default) =>
        Of(name).RestoreAsync(cancellation);

    /// <summary>Frees each model when its last user is done.</summary>
    public void Dispose()
    {
        foreach (var model in _models.Values)
            model.Dispose();
    }

    private ServedModel Of(string? name)
    {
        var wanted = string.IsNullOrEmpty(name) ? _default : name;
        return _models.TryGetValue(wanted, out var model) ? model : throw new UnknownModelException(wanted, Names);
    }
}
