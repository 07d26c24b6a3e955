namespace Mesh.Editing.Memory;

/// <summary>
/// Networks that are built when they are first used. Where memory is limited, those that were used longest ago are
/// freed for the next, and built again when they are needed.
/// </summary>
/// <param name="budget">Most bytes of weights; null for no limit.</param>
internal sealed class PartRoom(long? budget) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelParts, Entry> _parts = [];
    private long _clock;

    /// <summary>Bytes of the networks that are here.</summary>
    public long ResidentBytes
    {
        get
        {
            lock (_gate)
                return Resident;
        }
    }

    /// <summary>Most bytes that were ever here at once.</summary>
    public long PeakBytes { get; private set; }

    private long Resident => _parts.Values.Where(part => part.Network is not null).Sum(part => part.Bytes);

    /// <summary>Registers a network; it is built at once where memory is not limited.</summary>
    /// <param name="part">The network.</param>
    /// <param name="build">Makes it.</param>
    /// <param name="bytes">What its weights take; asked once, and only where memory is limited.</param>
    public void Add(ModelParts part, Func<object> build, Func<long> bytes)
    {
        var entry = new Entry(build, budget is null ? 0 : bytes());
        _parts[part] = entry;
        if (budget is null)
            entry.Network = build();
    }

    /// <summary>A network, which stays until another one is used.</summary>
    /// <returns>Null when it was not registered.</returns>
    /// <exception cref="ModelException">It needs more than the whole budget, or cannot be loaded.</exception>
    public T? Use<T>(ModelParts part)
        where T : class
    {
        lock (_gate)
        {
            if (!_parts.TryGetValue(part, out var entry))
                return null;
            entry.LastUse = ++_clock;
            if (entry.Network is null)
            {
                MakeRoom(part, entry);
                entry.Network = entry.Build();
                PeakBytes = Math.Max(PeakBytes, Resident);
            }
            return (T)entry.Network;
        }
    }

    public void Dispose()
    {
        foreach (var entry in _parts.Values)
            Free(entry);
    }

    private void MakeRoom(ModelParts part, Entry wanted)
    {
        if (wanted.Bytes > budget)
        {
            throw new ModelException($"The weights of {part} take {wanted.Bytes:N0} bytes, more than the {budget:N0} "
                + "that are allowed; a smaller precision or fewer resident blocks may fit.");
        }
        while (Resident + wanted.Bytes > budget)
            Free(_parts.Values.Where(entry => entry.Network is not null).MinBy(entry => entry.LastUse)!);
    }

    private static void Free(Entry entry)
    {
        (entry.Network as IDisposable)?.Dispose();
        entry.Network = null;
    }

    private sealed class Entry(Func<object> build, long bytes)
    {
        public Func<object> Build => build;

        public long Bytes => bytes;

        public object? Network { get; set; }

        public long LastUse { get; set; }
    }
}
