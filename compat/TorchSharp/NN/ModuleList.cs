using System.Collections;

namespace TorchSharp.Modules;

/// <summary>Modules in a list, registered under their index.</summary>
/// <remarks>The list is fixed once it is registered, which its owner's RegisterComponents does.</remarks>
public class ModuleList<T> : torch.nn.Module, IList<T>
    where T : torch.nn.Module
{
    private readonly List<T> _list = [];
    private bool _fixed;

    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<>)) => _list.AddRange(modules ?? []);

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set => Open()[index] = value;
    }

    public void Add(T item) => Open().Add(item);

    public void append(params T[] parameters) => Open().AddRange(parameters);

    public void extend(IEnumerable<T> modules) => Open().AddRange(modules);

    public void Insert(int index, T item) => Open().Insert(index, item);

    public bool Remove(T item) => Open().Remove(item);

    public void RemoveAt(int index) => Open().RemoveAt(index);

    public void Clear() => Open().Clear();

    public bool Contains(T item) => _list.Contains(item);

    public int IndexOf(T item) => _list.IndexOf(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();

    protected override void RegisterComponents()
    {
        if (_fixed)
            return;
        for (var i = 0; i < _list.Count; i++)
            register_module($"{i}", _list[i]);
        _fixed = true;
    }

    private List<T> Open() => _fixed
        ? throw new InvalidOperationException("This ModuleList is registered; a later change would not be seen.")
        : _list;
}
