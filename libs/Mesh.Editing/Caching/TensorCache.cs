using static TorchSharp.torch;

namespace Mesh.Editing.Caching;

/// <summary>Results of networks by the content they were made of; those unused longest go first.</summary>
/// <param name="limit">Most bytes that are kept.</param>
internal sealed class TensorCache(long limit) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private long _clock;
    private long _bytes;

    /// <summary>What was made of a content before, or is made now. Who asks for the same waits for the first.</summary>
    /// <param name="key">Names the content.</param>
    /// <param name="make">Makes the result; it is taken over.</param>
    /// <returns>Copies, owned by the caller.</returns>
    public IReadOnlyList<Tensor> Get(string key, Func<IReadOnlyList<Tensor>> make)
    {
        var entry = EntryOf(key);
        lock (entry)
        {
            if (entry.Tensors is null)
            {
                try
                {
                    entry.Tensors = [.. make().Select(tensor => tensor.DetachFromDisposeScope())];
                }
                catch
                {
                    Forget(key, entry);
                    throw;
                }
                Count(entry);
            }
            return [.. entry.Tensors.Select(tensor => tensor.clone())];
        }
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
            Free(entry);
        _entries.Clear();
    }

    private Entry EntryOf(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
                _entries[key] = entry = new Entry();
            entry.LastUse = ++_clock;
            return entry;
        }
    }

    private void Forget(string key, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(key) == entry)
                _entries.Remove(key);
        }
    }

    private void Count(Entry added)
    {
        lock (_gate)
        {
            added.Bytes = added.Tensors!.Sum(tensor => tensor.numel() * tensor.element_size());
            _bytes += added.Bytes;
            while (_bytes > limit)
            {
                var (key, oldest) = _entries.Where(pair => pair.Value.Bytes > 0).MinBy(pair => pair.Value.LastUse);
                _entries.Remove(key);
                _bytes -= oldest.Bytes;
                oldest.Bytes = 0;
                if (oldest != added && Monitor.TryEnter(oldest))  // one that is being copied is left to the collector
                {
                    Free(oldest);
                    Monitor.Exit(oldest);
                }
            }
        }
    }

    private static void Free(Entry entry)
    {
        foreach (var tensor in entry.Tensors ?? [])
            tensor.Dispose();
    }

    private sealed class Entry
    {
        public IReadOnlyList<Tensor>? Tensors { get; set; }

        public long Bytes { get; set; }

        public long LastUse { get; set; }
    }
}
