using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Wan;

// B batch, T latent frames, h and w latent sides, L video tokens, C hidden size

/// <summary>The video transformer of Wan, with VACE's context branch where the config has one.</summary>
/// <remarks>Wan report, arXiv:2503.20314, section 4.2; state-dict keys are the published ones.</remarks>
public sealed class WanModel : Module<WanInput, Tensor>
{
    private const double Theta = 10_000;

    private readonly Conv3d patch_embedding;
    private readonly Conv3d? vace_patch_embedding;
    private readonly Sequential text_embedding;
    private readonly Sequential time_embedding;
    private readonly Sequential time_projection;
    private readonly ModuleList<WanBlock> blocks;
    private readonly ModuleList<VaceBlock>? vace_blocks;
    private readonly WanHead head;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public WanModel(WanConfig config, Layers? layers = null)
        : base(nameof(WanModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        var C = config.HiddenSize;
        patch_embedding = Patches(config.InChannels, layers);
        text_embedding = Sequential(
            ("0", layers.Linear("text.0", config.TextChannels, C, bias: true)),
            ("1", GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
            ("2", layers.Linear("text.2", C, C, bias: true)));
        time_embedding = Sequential(
            ("0", layers.Linear("time.0", config.FreqDim, C, bias: true)),
            ("1", SiLU()),
            ("2", layers.Linear("time.2", C, C, bias: true)));
        time_projection = Sequential(("0", SiLU()), ("1", layers.Linear("time.p", C, 6 * C, bias: true)));
        blocks = new ModuleList<WanBlock>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new WanBlock(config, layers))]);
        head = new WanHead(config, layers);
        if (config.Vace is { } vace)
        {
            vace_patch_embedding = Patches(vace.InChannels, layers);
            vace_blocks = new ModuleList<VaceBlock>(
                [.. vace.Layers.Select((_, i) => new VaceBlock(config, layers, first: i == 0))]);
        }
        RegisterComponents();
    }

    public WanConfig Config { get; }

    /// <returns>Velocity, noise minus video, float32, [B, OutChannels, T, h, w].</returns>
    /// <exception cref="ShapeException">A tensor does not fit the config or the others.</exception>
    public override Tensor forward(WanInput input)
    {
        WanShapes.Require(input, Config);
        using var scope = NewDisposeScope();
        var grid = WanShapes.Grid(input.Noisy, Config);
        using var rope = Rope.OfGrid(grid, Config.RopeChannels, Theta, 1, input.Noisy.device, ScalarType.Float64);

        var dtype = patch_embedding.weight.dtype;
        var waves = TimestepEmbedder.Sinusoidal(input.Timestep, Config.FreqDim, ScalarType.Float64);
        var time = time_embedding.call(waves.to(dtype));                                               // [B, C]
        var parts = time_projection.call(time).view(time.shape[0], 6, -1).to(ScalarType.Float32);      // [B, 6, C]
        var context = new WanContext(EmbedText(input.Text.to(dtype)), parts, rope);

        var x = Tokens(patch_embedding, input.Noisy.to(dtype)).to(ScalarType.Float32);                 // [B, L, C]
        var hints = Hints(input, x, context);
        for (var i = 0; i < blocks.Count; i++)
        {
            x = blocks[i].call(x, context).InPlaceOf(x);
            if (hints.TryGetValue(i, out var hint))
                x = (x + hint * input.VaceScale).InPlaceOf(x);
        }

        var patches = head.call(x, time.to(ScalarType.Float32));
        return WanShapes.Unpatchify(patches, grid, Config).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private Conv3d Patches(int channels, Layers layers)
    {
        var kernel = ((long)Config.PatchSize[0], (long)Config.PatchSize[1], (long)Config.PatchSize[2]);
        return Conv3d(
            channels, Config.HiddenSize, kernel, stride: kernel, device: layers.Device, dtype: layers.DType);
    }

    private static Tensor Tokens(Conv3d embedding, Tensor latent) =>
        embedding.call(latent).flatten(2).transpose(1, 2);

    // Padding rows are attended to as any other: the network was trained with them.
    private Tensor EmbedText(Tensor text) => text_embedding.call(
        functional.pad(text, [0, 0, 0, Config.TextLength - text.shape[1]]));

    private Dictionary<int, Tensor> Hints(WanInput input, Tensor video, WanContext context)
    {
        var hints = new Dictionary<int, Tensor>();
        if (input.Vace is null)
            return hints;

        var dtype = patch_embedding.weight.dtype;
        var control = Tokens(vace_patch_embedding!, input.Vace.to(dtype));
        control = vace_blocks![0].Join(control, video).InPlaceOf(control);
        foreach (var (block, layer) in vace_blocks.Zip(Config.Vace!.Layers))
        {
            control = block.call(control, context).InPlaceOf(control);
            hints[layer] = block.Hint(control);
        }
        return hints;
    }
}
