using Mesh.Editing;
using Mesh.Editing.Pictures;
using Mesh.Editing.Serving;
using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Hosting;

namespace Mesh.Serving.Pictures;

/// <summary>The picture editors that are served, each loaded when it is first asked for. Owns them.</summary>
public sealed class PictureHost(MeshOptions options) : IDisposable
{
    private readonly Dictionary<string, IPictureEditor> _editors = [];
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <param name="name">Its name; empty for the default.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RequestException">No picture editor is served here.</exception>
    /// <exception cref="UnknownModelException">There is no such editor.</exception>
    /// <exception cref="ModelException">It cannot be loaded; the next call tries again.</exception>
    public async Task<IPictureEditor> GetAsync(string name, CancellationToken cancellation)
    {
        var (key, folder) = Find(name);
        await _loading.WaitAsync(cancellation);
        try
        {
            if (!_editors.TryGetValue(key, out var editor))
            {
                Compute.UseThreads(options.Threads);
                _editors[key] = editor = await Task.Run(() => PictureModelFolder.Load(folder), cancellation);
            }
            return editor;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        foreach (var editor in _editors.Values)
            editor.Dispose();
        _loading.Dispose();
    }

    private (string Name, string Folder) Find(string name)
    {
        var served = options.Pictures;
        var names = served.Folders.Keys.Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            throw RequestErrors.FailedPrecondition(
                "PICTURES", "none", "No picture editor is served here; set Mesh:Pictures:Folders:NAME to a folder.");
        }
        var wanted = name != "" ? name : served.Default != "" ? served.Default : names[0];
        return served.Folders.TryGetValue(wanted, out var folder)
            ? (wanted, folder)
            : throw new UnknownModelException(wanted, names);
    }
}
