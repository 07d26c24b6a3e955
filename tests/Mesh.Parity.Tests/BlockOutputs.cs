using Mesh.Models.Clip;
using Mesh.Models.Llama;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Parity.Tests;

/// <summary>What went into the first block of a transformer and what left each, while a pass runs.</summary>
internal sealed class BlockOutputs : IDisposable
{
    private readonly List<Tensor> _states = [];
    private readonly List<Action> _remove = [];

    /// <summary>Input of the first block, then the output of each.</summary>
    public IReadOnlyList<Tensor> States => _states;

    public static BlockOutputs Of(LlamaModel model)
    {
        var outputs = new BlockOutputs();
        foreach (var block in (ModuleList<LlamaBlock>)Child(model, "layers"))
            outputs._remove.Add(block.register_forward_hook((_, x, _, y) => outputs.Keep(x, y)).remove);
        return outputs;
    }

    /// <param name="transformer">A text or vision transformer of a CLIP.</param>
    public static BlockOutputs OfClip(Module transformer)
    {
        var outputs = new BlockOutputs();
        foreach (var block in (ModuleList<ClipBlock>)Child(Child(transformer, "encoder"), "layers"))
            outputs._remove.Add(block.register_forward_hook((_, x, _, y) => outputs.Keep(x, y)).remove);
        return outputs;
    }

    public static Module Child(Module module, string name) =>
        module.named_children().Single(child => child.name == name).module;

    public void Dispose() => _remove.ForEach(remove => remove());

    private Tensor Keep(Tensor input, Tensor output)
    {
        if (_states.Count == 0)
            _states.Add(input.clone().DetachFromDisposeScope());
        _states.Add(output.clone().DetachFromDisposeScope());
        return output;
    }
}
