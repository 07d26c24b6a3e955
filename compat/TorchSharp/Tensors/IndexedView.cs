using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>An index taken apart: a view by numbers and ranges, and positions that are left to gather.</summary>
internal sealed class IndexedView : IDisposable
{
    private readonly Tensor _source;
    private readonly List<Tensor> _masks = [];
    private Tensor _view;
    private Tensor?[] _positions = [];
    private int _dim;
    private int _hidden;

    private IndexedView(Tensor source) => _view = _source = source;

    /// <summary>What the positions apply to.</summary>
    internal Tensor Base => _view;

    /// <summary>Positions by dimension, null for all; null if there are none.</summary>
    internal Tensor?[]? Positions => _positions.Length > 0 ? _positions : null;

    internal static IndexedView Of(Tensor source, TensorIndex[] indices)
    {
        var result = new IndexedView(source);
        try
        {
            var named = indices.Sum(Consumed);
            if (named > source.ndim)
                throw new IndexOutOfRangeException(
                    $"{named} indices for a tensor of shape [{string.Join(", ", source.shape)}].");
            foreach (var index in indices)
                result.Apply(index, (int)source.ndim - named);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>The view, which now belongs to the caller.</summary>
    internal Tensor Take()
    {
        var taken = ReferenceEquals(_view, _source) ? _source.alias() : _view;
        _view = _source;
        return taken;
    }

    public void Dispose()
    {
        Replace(_source);
        foreach (var mask in _masks)
            mask.Dispose();
    }

    private static int Consumed(TensorIndex index) => index.Kind switch
    {
        IndexKind.Single or IndexKind.Slice or IndexKind.Null => 1,
        IndexKind.Tensor => index.Elements!.dtype is ScalarType.Bool or ScalarType.Byte
            ? (int)index.Elements.ndim
            : 1,
        _ => 0,
    };

    private void Apply(TensorIndex index, int unnamed)
    {
        switch (index.Kind)
        {
            case IndexKind.Single:
                Replace(_view.select(_dim, index.Start!.Value));
                break;
            case IndexKind.Slice:
                if (index.Start is not null || index.Stop is not null || index.Step != 1)
                    Replace(Ops.slice_Tensor.Call(_view, _dim, index.Start, index.Stop, index.Step));
                _dim++;
                break;
            case IndexKind.Null:
                _dim++;
                break;
            case IndexKind.NewDimension:
                Replace(_view.unsqueeze(_dim++));
                break;
            case IndexKind.Ellipsis:
                _dim += unnamed;
                break;
            case IndexKind.Bool:
                Replace(_view.unsqueeze(_dim));
                Gather(Mask(index.Start != 0), 1);
                break;
            case IndexKind.Tensor:
                Gather(index.Elements!, Consumed(index));
                break;
        }
    }

    /// <summary>A mask of several dimensions consumes as many, but stands in one place of the list.</summary>
    private void Gather(Tensor elements, int dimensions)
    {
        var place = _dim - _hidden;
        Array.Resize(ref _positions, place + 1);
        _positions[place] = elements;
        _dim += dimensions;
        _hidden += dimensions - 1;
    }

    private Tensor Mask(bool value)
    {
        var mask = Ops.full.Call(new[] { 1L }, value, ScalarType.Bool, Arg.None, _source.device);
        _masks.Add(mask);
        return mask;
    }

    private void Replace(Tensor next)
    {
        if (!ReferenceEquals(_view, _source) && !ReferenceEquals(_view, next))
            _view.Dispose();
        _view = next;
    }
}
