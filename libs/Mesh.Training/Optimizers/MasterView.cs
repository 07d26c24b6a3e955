using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Training.Optimizers;

/// <summary>One weight of a network and its place in the flat tensors of <see cref="MasterWeights"/>.</summary>
public sealed class MasterView : IDisposable
{
    private readonly Parameter _weight;
    private readonly Tensor _grad;
    private readonly long[] _shape;

    internal MasterView(string name, Parameter weight, long start, Tensor flat, Tensor grad)
    {
        (Name, Start, _weight, _shape) = (name, start, weight, weight.shape);
        End = start + weight.numel();
        Value = Of(flat).DetachFromDisposeScope();
        _grad = Of(grad).DetachFromDisposeScope();
    }

    public string Name { get; }

    /// <summary>First value in the flat tensors.</summary>
    public long Start { get; }

    /// <summary>One past the last value.</summary>
    public long End { get; }

    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The float32 value, a view.</summary>
    public Tensor Value { get; }

    /// <summary>This weight in another flat tensor, a view.</summary>
    public Tensor Of(Tensor flat)
    {
        using var part = flat.narrow(0, Start, End - Start);
        return part.view(_shape);
    }

    /// <summary>Casts a value into the network.</summary>
    public void Publish(Tensor value) => _weight.copy_(value);

    /// <summary>Moves the network's gradient into the flat one; a weight without a gradient has a zero one.</summary>
    internal void TakeGradient()
    {
        using var grad = _weight.grad;
        if (grad is null)
            _grad.zero_();
        else
            _grad.copy_(grad);
        _weight.grad = null;
    }

    public void Dispose()
    {
        Value.Dispose();
        _grad.Dispose();
    }
}
