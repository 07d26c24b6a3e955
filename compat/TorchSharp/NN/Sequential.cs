using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules that run one after the other, registered under their index or a given name.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> _steps = [];

    internal Sequential()
        : base(nameof(Sequential))
    {
    }

    protected Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : this()
    {
        foreach (var module in modules)
            append(module);
    }

    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : this()
    {
        foreach (var (name, module) in modules)
            append(name, module);
    }

    public int Count => _steps.Count;

    public nn.IModule<Tensor, Tensor> this[int index] => _steps[index].Module;

    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{Count}", module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        register_module(name, (nn.Module)module);
        _steps.Add((name, module));
        return this;
    }

    /// <summary>Passes the input through every module; what lies between is freed at once.</summary>
    public override Tensor forward(Tensor tensor)
    {
        if (Count == 0)
            return tensor.alias();
        var x = tensor;
        foreach (var (_, step) in _steps)
        {
            var next = step.call(x);
            if (!ReferenceEquals(x, tensor) && !ReferenceEquals(x, next))
                x.Dispose();
            x = next;
        }
        return x;
    }

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count)
            throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > Count)
            throw new IndexOutOfRangeException($"{end} is not a valid index.");
        var slice = new Sequential();
        foreach (var (name, module) in _steps.Skip(start).Take(end - start))
            slice.append(name, module);
        return slice;
    }
}
