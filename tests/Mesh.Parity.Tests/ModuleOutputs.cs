using Mesh.Models.Llama;
using Mesh.Models.QwenVl;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Parity.Tests;

/// <summary>What left the modules of a Qwen2.5-VL last, by the names of the modules.</summary>
internal sealed class ModuleOutputs : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly List<Action> _remove = [];

    /// <param name="model">Watched until this is disposed.</param>
    public ModuleOutputs(Module model)
    {
        foreach (var (name, module) in model.named_modules())
        {
            if (module is Module<Tensor, Tensor> plain)
                _remove.Add(plain.register_forward_hook((_, _, y) => Seen(name, y)).remove);
            else if (module is Module<Tensor, LlamaContext, Tensor> text)
                _remove.Add(text.register_forward_hook((_, _, _, y) => Seen(name, y)).remove);
            else if (module is Module<Tensor, QwenVlVisionContext, Tensor> vision)
                _remove.Add(vision.register_forward_hook((_, _, _, y) => Seen(name, y)).remove);
        }
    }

    public Tensor this[string name] => _tensors[name];

    public void Dispose() => _remove.ForEach(remove => remove());

    private Tensor Seen(string name, Tensor y)
    {
        _tensors[name] = y.clone().DetachFromDisposeScope();
        return y;
    }
}
