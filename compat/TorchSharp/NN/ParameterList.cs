using System.Collections;

namespace TorchSharp.Modules;

/// <summary>Parameters in a list, registered under their index.</summary>
/// <remarks>The list is fixed once it is registered, which its owner's RegisterComponents does.</remarks>
public class ParameterList : torch.nn.Module, IList<Parameter>
{
    private readonly List<Parameter> _list = [];
    private bool _fixed;

    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList)) => _list.AddRange(parameters ?? []);

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public Parameter this[int index]
    {
        get => _list[index];
        set => Open()[index] = value;
    }

    public void Add(Parameter item) => Open().Add(item);

    public void append(params Parameter[] parameters) => Open().AddRange(parameters);

    public void extend(IEnumerable<Parameter> parameters) => Open().AddRange(parameters);

    public void Insert(int index, Parameter item) => Open().Insert(index, item);

    public bool Remove(Parameter item) => Open().Remove(item);

    public void RemoveAt(int index) => Open().RemoveAt(index);

    public void Clear() => Open().Clear();

    public bool Contains(Parameter item) => _list.Exists(parameter => ReferenceEquals(parameter, item));

    public int IndexOf(Parameter item) => _list.FindIndex(parameter => ReferenceEquals(parameter, item));

    public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();

    protected override void RegisterComponents()
    {
        if (_fixed)
            return;
        for (var i = 0; i < _list.Count; i++)
            register_parameter($"{i}", _list[i]);
        _fixed = true;
    }

    protected override void _toEpilog(torch.ScalarType? dtype, torch.Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        for (var i = 0; i < _list.Count && _fixed; i++)
            _list[i] = _internal_params[$"{i}"];
    }

    private List<Parameter> Open() => _fixed
        ? throw new InvalidOperationException("This ParameterList is registered; a later change would not be seen.")
        : _list;
}
