using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in insertion order.</summary>
public class ModuleDict<T> : torch.nn.Module, IDictionary<string, T>, IList<(string, T)>
    where T : torch.nn.Module
{
    private readonly Utils.OrderedDict<string, T> _dict = new();
    private bool _fixed;

    public ModuleDict()
        : base(nameof(ModuleDict<>))
    {
    }

    public ICollection<string> Keys => _dict.Keys;

    public ICollection<T> Values => _dict.Values;

    public int Count => _dict.Count;

    public bool IsReadOnly => false;

    public T this[string key]
    {
        get => _dict[key];
        set => Open()[key] = value;
    }

    public (string, T) this[int index]
    {
        get => _dict[index];
        set => Open()[index] = value;
    }

    public IEnumerable<string> keys() => _dict.keys();

    public IEnumerable<T> values() => _dict.values();

    public IEnumerator<(string, T)> items() => _dict.items();

    public IEnumerator<(string, T)> GetEnumerator() => _dict.GetEnumerator();

    public void Add(string key, T value) => Open().Add(key, value);

    public void Add((string, T) item) => Open().Add(item);

    public void Add(KeyValuePair<string, T> item) => Open().Add(item);

    public void Insert(int index, (string, T) item) => Open().Insert(index, item);

    public bool Remove(string key) => Open().Remove(key);

    public bool Remove((string, T) item) => Open().Remove(item);

    public bool Remove(KeyValuePair<string, T> item) => Open().Remove(item);

    public void RemoveAt(int index) => Open().RemoveAt(index);

    public void Clear() => Open().Clear();

    public void clear() => Open().Clear();

    public bool ContainsKey(string key) => _dict.ContainsKey(key);

    public bool Contains((string, T) item) => _dict.Contains(item);

    public bool Contains(KeyValuePair<string, T> item) => _dict.Contains(item);

    public int IndexOf((string, T) item) => _dict.IndexOf(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _dict.TryGetValue(key, out value);

    public void CopyTo((string, T)[] array, int arrayIndex) => _dict.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _dict.CopyTo(array, arrayIndex);

    IEnumerator IEnumerable.GetEnumerator() => _dict.GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)_dict).GetEnumerator();

    protected override void RegisterComponents()
    {
        if (_fixed)
            return;
        foreach (var (key, module) in _dict)
            register_module(key, module);
        _fixed = true;
    }

    private Utils.OrderedDict<string, T> Open() => _fixed
        ? throw new InvalidOperationException("This ModuleDict is registered; a later change would not be seen.")
        : _dict;
}
