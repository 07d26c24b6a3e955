using Mesh.Models.MmDit;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Parity.Tests;

/// <summary>Activations of one editing forward pass under the names of the reference's hooks.</summary>
/// <remarks>
/// The reference calls the patch embedding for the source first and the timestep embedding for the edited video first;
/// we call them in another order. Block outputs 0, 1, 2 are source, edited video, text.
/// </remarks>
internal sealed class MmDitActivations : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly List<Action> _remove = [];

    public MmDitActivations(MmDitModel model)
    {
        var children = model.named_children().ToDictionary(child => child.name, child => child.module);
        Watch<Module<Tensor, Tensor>>(children["img_in"], RecordPatches);
        Watch<Module<Tensor, Tensor>>(children["vector_in"], y => RecordTwice("vector_in", y));
        Watch<Module<Tensor, Tensor>>(children["time_in"], RecordTimes);
        if (children.TryGetValue("guidance_in", out var guidance))
            Watch<Module<Tensor, Tensor>>(guidance, y => RecordTwice("guidance_in", y));
        WatchText(children["txt_in"]);
        WatchBlocks("double", (ModuleList<DoubleStreamBlock>)children["double_blocks"]);
        WatchBlocks("single", (ModuleList<SingleStreamBlock>)children["single_blocks"]);
    }

    public Tensor this[string name] => _tensors[name];

    public void Dispose() => _remove.ForEach(remove => remove());

    private void Watch<T>(Module module, Action<Tensor> record)
        where T : Module<Tensor, Tensor>
    {
        var hook = ((T)module).register_forward_hook((_, _, y) => Seen(y, record));
        _remove.Add(hook.remove);
    }

    private void WatchText(Module module)
    {
        if (module is Module<Tensor, Tensor> plain)
        {
            Watch<Module<Tensor, Tensor>>(plain, y => Keep("act.txt_in", y));
            return;
        }

        var hook = ((Module<Tensor, Tensor, Tensor?, Tensor>)module).register_forward_hook(
            (_, _, _, _, y) => Seen(y, kept => Keep("act.txt_in", kept)));
        _remove.Add(hook.remove);
    }

    // The last single block computes the edited tokens alone, so it is called again here for all of them.
    private void WatchBlocks<T>(string kind, ModuleList<T> blocks)
        where T : Module<Streams, BlockContext, Streams>
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var (name, block) = ($"act.{kind}{i}", blocks[i]);
            var hook = block.register_forward_hook((_, x, context, y) =>
            {
                var all = context.EditedOnly ? block.forward(x, context with { EditedOnly = false }) : y;
                if (context.EditedOnly)
                    Close.Assert($"{name} alone", y.Video.select(1, 0), all.Video.select(1, 1));
                Keep($"{name}.out0", all.Video.select(1, 0));
                Keep($"{name}.out1", all.Video.select(1, 1));
                Keep($"{name}.out2", all.Text);
                return y;
            });
            _remove.Add(hook.remove);
        }
    }

    private void RecordPatches(Tensor y)
    {
        var second = _tensors.ContainsKey("act.img_in.call1");  // we embed the edited video first
        Keep(second ? "act.img_in.call0" : "act.img_in.call1", y);
    }

    private void RecordTwice(string name, Tensor y)
    {
        Keep($"act.{name}.call0", y);
        Keep($"act.{name}.call1", y);
    }

    private void RecordTimes(Tensor y)
    {
        var streams = y.unflatten(0, -1, 2);
        Keep("act.time_in.call0", streams.select(1, 1));
        Keep("act.time_in.call1", streams.select(1, 0));
    }

    private void Keep(string name, Tensor tensor) => _tensors[name] = tensor.clone().DetachFromDisposeScope();

    private static Tensor Seen(Tensor y, Action<Tensor> record)
    {
        record(y);
        return y;
    }
}
