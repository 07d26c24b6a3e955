using Mesh.Models.Names;
using Mesh.Models.Wan;
using Mesh.Nn;
using Mesh.Nn.Lora;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The base network of a recorded LoRA and the activations that its record holds.</summary>
internal sealed class LoraGoldenNetwork : IDisposable
{
    private const string Block = "block";

    private readonly Golden _golden;
    private readonly List<Action> _remove = [];
    private readonly Dictionary<string, Tensor> _outputs = [];

    public LoraGoldenNetwork(Golden golden)
    {
        _golden = golden;
        Model = new WanModel(Config(golden), AdaptableLinear.Over(Layers.Default));
        using var ungraded = no_grad();
        foreach (var (name, weight) in StateDict.Of(Model))
        {
            using var scope = NewDisposeScope();
            weight.copy_(WanNames.Map.Join(name, part => golden["w." + part]));
        }
    }

    public WanModel Model { get; }

    public Tensor Run() => Model.call(new(_golden["in.x"], _golden["in.text"], _golden["in.timestep"]));

    /// <summary>Runs and compares the output, and every activation recorded under a prefix.</summary>
    public void Verify(string output, string activations)
    {
        var blocks = (ModuleList<WanBlock>)BlockOutputs.Child(Model, "blocks");
        var modules = Model.named_modules().ToDictionary(pair => pair.name, pair => pair.module);
        foreach (var name in _golden.Names.Where(name => name.StartsWith(activations, StringComparison.Ordinal)))
        {
            var path = name[activations.Length..].Split('.', 2);
            var number = path[0][Block.Length..];
            _remove.Add(path.Length == 1
                ? blocks[int.Parse(number)].register_forward_hook((_, _, _, y) => Keep(name, y)).remove
                : ((nn.Module<Tensor, Tensor>)modules[Published($"blocks.{number}.{path[1]}")])
                    .register_forward_hook((_, _, y) => Keep(name, y)).remove);
        }

        Close.Assert(output, Run(), _golden[output]);
        foreach (var (name, actual) in _outputs)
            Close.Assert(name, actual, _golden[name]);
        Dispose();
    }

    /// <summary>The published path of a layer of diffusers.</summary>
    public static string Published(string layer) =>
        WanNames.Map.ToPublished(layer + ".weight").Published[..^".weight".Length];

    public void Dispose()
    {
        _remove.ForEach(remove => remove());
        _remove.Clear();
        _outputs.Clear();
    }

    private Tensor Keep(string name, Tensor output)
    {
        _outputs[name] = output.clone().DetachFromDisposeScope();
        return output;
    }

    private static WanConfig Config(Golden golden)
    {
        var cfg = golden.Config;
        var heads = cfg.Integer("num_attention_heads");
        return new()
        {
            InChannels = cfg.Integer("in_channels"),
            OutChannels = cfg.Integer("out_channels", cfg.Integer("in_channels")),
            HiddenSize = heads * cfg.Integer("attention_head_dim"),
            FfnSize = cfg.Integer("ffn_dim"),
            NumHeads = heads,
            NumLayers = cfg.Integer("num_layers"),
            TextChannels = cfg.Integer("text_dim"),
            TextLength = (int)golden.ShapeOf("in.text")[1],
            FreqDim = cfg.Integer("freq_dim"),
            PatchSize = [.. cfg.GetProperty("patch_size").EnumerateArray().Select(x => x.GetInt32())],
            NormEps = cfg.Number("eps", 1e-6),
            QkNorm = cfg.Optional("qk_norm") is not null,
            CrossAttentionNorm = cfg.Optional("cross_attn_norm")?.GetBoolean() ?? true,
        };
    }
}
