namespace Mesh.Editing.Serving;

/// <summary>The weights that are served under one name, and how they change.</summary>
internal sealed class ServedModel(string name, string folder, ModelHostOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _loading = new(1, 1);
    private SharedModel? _current;
    private bool _isDisposed;

    /// <summary>As configured.</summary>
    public string Folder => folder;

    /// <summary>Null while nothing is loaded.</summary>
    public string? Version => Current?.Version;

    public async Task<ModelHandle> AcquireAsync(CancellationToken cancellation)
    {
        if (Use() is { } ready)
            return ready;

        await _loading.WaitAsync(cancellation);
        try
        {
            if (Use() is { } loaded)
                return loaded;
            Serve(await Task.Run(() => Load(folder, version: ""), CancellationToken.None));
            return Use()!;
        }
        finally
        {
            _loading.Release();
        }
    }

    public async Task SwitchAsync(string next, string version, CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation);
        try
        {
            RequireFits(next, version);
            if (!await Task.Run(() => TryName(next, version), CancellationToken.None))
                Serve(await Task.Run(() => LoadPublished(next, version), CancellationToken.None));
        }
        finally
        {
            _loading.Release();
        }
    }

    public Task TryAsync(string other, string version, Action<EditModel> work) => Task.Run(() =>
    {
        RequireFits(other, version);
        var shared = Load(other, version);
        try
        {
            work(shared.Model);
        }
        finally
        {
            shared.Release();
        }
    });

    public Task RestoreAsync(CancellationToken cancellation) => SwitchAsync(folder, version: "", cancellation);

    public ModelDescription Describe()
    {
        lock (_gate)
        {
            if (_current is { } current)
                return current.Model.Description;
        }
        return ModelFolder.Describe(folder, name);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _current?.Release();
            _current = null;
        }
        _loading.Dispose();
    }

    private SharedModel? Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    private ModelHandle? Use()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _current?.Use();
        }
    }

    private void Serve(SharedModel next)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                next.Release();
                throw new ObjectDisposedException(nameof(ModelHost));
            }
            (var old, _current) = (_current, next);
            old?.Release();
        }
    }

    // The networks of this stage are often the same in both versions; then there is nothing to load.
    private bool TryName(string next, string version)
    {
        if (Current is not { } current || !current.Files.AreIn(PartFiles.Of(next, options.Parts)))
            return false;
        current.Name(version);
        return true;
    }

    // What is not served may still be what is configured, with which edits may have begun at other stages; then these
    // can go on here.
    private SharedModel LoadPublished(string next, string version)
    {
        if (!IsConfigured(next))
            return Load(next, version);
        var shared = Load(folder, version: "");
        shared.Name(version);
        return shared;
    }

    // Where the configured networks are served, these have been compared.
    private bool IsConfigured(string next) =>
        next != folder && Current?.Files.Folder != folder
        && PartFiles.Of(folder, options.Parts).AreIn(PartFiles.Of(next, options.Parts));

    private SharedModel Load(string from, string version)
    {
        var files = PartFiles.Of(from, options.Parts);
        var model = ModelFolder.Load(
            from, options.Device, options.DType, parts: options.Parts, name: name, memory: options.Memory);
        try
        {
            new SelfCheck(model, from).Run();
            return new(model, version, files);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // The other stages of an edit may still run on the old weights.
    private void RequireFits(string next, string version)
    {
        var (served, offered) = (Describe(), ModelFolder.Describe(next, name));
        if (served.Family != offered.Family || served.Shapes != offered.Shapes)
        {
            throw new ModelException(
                $"Version '{version}' of {name} does not fit: {offered.Family} with {offered.Shapes}, "
                + $"but {served.Family} with {served.Shapes} is served.");
        }
    }
}
