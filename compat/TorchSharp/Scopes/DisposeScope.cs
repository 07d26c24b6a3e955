using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Disposes what was made on this thread while it was open, except what was moved out.</summary>
/// <remarks>A scope belongs to a thread: there must be no await or yield between its opening and its end.</remarks>
public sealed partial class DisposeScope : IDisposable
{
    private readonly List<Tensor?> _tensors = [];
    private readonly HashSet<IDisposable> _others = new(ReferenceEqualityComparer.Instance);
    private int _removed;

    internal DisposeScope(DisposeScope? outer) => Outer = outer;

    internal DisposeScope? Outer { get; }

    /// <summary>How many things the scope will dispose.</summary>
    public int DisposablesCount => _tensors.Count - _removed + _others.Count;

    /// <summary>What the scope will dispose.</summary>
    public IReadOnlyList<IDisposable> DisposablesView =>
        new ReadOnlyCollection<IDisposable>([.. _tensors.OfType<IDisposable>(), .. _others]);

    public bool Contains(IDisposable disposable) => disposable is Tensor tensor
        ? ReferenceEquals(tensor.OwningScope, this)
        : _others.Contains(disposable);

    /// <summary>Puts something under this scope, out of the one that had it.</summary>
    public void Attach(IDisposable disposable)
    {
        ArgumentNullException.ThrowIfNull(disposable);
        if (disposable is not Tensor tensor)
        {
            _others.Add(disposable);
            return;
        }
        tensor.OwningScope?.Forget(tensor);
        Own(tensor);
    }

    /// <summary>Says that something is disposed already.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Release(disposable);

    /// <summary>Closes the scope and disposes what it has.</summary>
    public void Dispose()
    {
        DisposeScopeManager.Close(this);
        DisposeEverything();
    }

    public void DisposeEverything()
    {
        foreach (var tensor in _tensors)
            tensor?.DisposeFromScope();
        _tensors.Clear();
        _removed = 0;
        if (_others.Count == 0)
            return;
        IDisposable[] others = [.. _others];
        _others.Clear();
        foreach (var other in others)
            other.Dispose();
    }

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.Where(Contains).ToList();
        foreach (var kept in keep)
            Release(kept);
        DisposeEverything();
        Attach(keep);
    }

    internal void Own(Tensor tensor)
    {
        tensor.OwningScope = this;
        tensor.ScopeSlot = _tensors.Count;
        _tensors.Add(tensor);
    }

    internal void Forget(Tensor tensor)
    {
        _tensors[tensor.ScopeSlot] = null;
        tensor.OwningScope = null;
        _removed++;
        if (_removed == _tensors.Count)
        {
            _tensors.Clear();
            _removed = 0;
        }
        else if (_removed > 1024 && _removed > _tensors.Count / 2)
        {
            Compact();
        }
    }

    private void Release(IDisposable disposable)
    {
        if (disposable is not Tensor tensor)
            _others.Remove(disposable);
        else if (ReferenceEquals(tensor.OwningScope, this))
            Forget(tensor);
    }

    private void Compact()
    {
        _tensors.RemoveAll(tensor => tensor is null);
        for (var k = 0; k < _tensors.Count; k++)
            _tensors[k]!.ScopeSlot = k;
        _removed = 0;
    }
}
