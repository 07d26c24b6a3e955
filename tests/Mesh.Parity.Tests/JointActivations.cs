using Mesh.Models.JointDit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Parity.Tests;

/// <summary>What leaves the blocks and embedders of a transformer of two streams, under the recorded names.</summary>
internal sealed class JointActivations : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly List<Action> _remove = [];

    /// <param name="model">Watched until this is disposed.</param>
    /// <param name="names">Recorded name of what leaves a module, by the name of the module.</param>
    public JointActivations(Module model, IReadOnlyDictionary<string, string> names)
    {
        foreach (var (name, module) in model.named_modules())
        {
            if (names.TryGetValue(name, out var recorded) && module is Module<Tensor, Tensor> layer)
                Keep(layer.register_forward_hook((_, _, y) => Seen(recorded, y)).remove);
            if (module is Module<JointStreams, JointContext, JointStreams> block)
                Keep(block.register_forward_hook((_, _, _, y) => Seen(Short(name), y)).remove);
        }
    }

    /// <summary>Compares everything that was seen and is recorded.</summary>
    /// <param name="golden">The recorded numbers.</param>
    /// <param name="prefix">For example "act.one.".</param>
    public void Verify(Golden golden, string prefix)
    {
        var compared = _tensors.Where(pair => golden.Has(prefix + pair.Key)).ToArray();
        Assert.NotEmpty(compared);
        foreach (var (name, tensor) in compared)
            Close.Assert(prefix + name, tensor, golden[prefix + name]);
    }

    public void Dispose() => _remove.ForEach(remove => remove());

    private void Keep(Action remove) => _remove.Add(remove);

    private static string Short(string module)
    {
        var parts = module.Split('.');
        var kind = parts[^1] == "attn" ? "attn" : parts[0] == "single_transformer_blocks" ? "single" : "block";
        return kind + parts[1];
    }

    private Tensor Seen(string name, Tensor y)
    {
        _tensors[name] = y.alias().DetachFromDisposeScope();
        return y;
    }

    private JointStreams Seen(string name, JointStreams y)
    {
        Seen(name + ".img", y.Image);
        Seen(name + ".txt", y.Text);
        return y;
    }
}
