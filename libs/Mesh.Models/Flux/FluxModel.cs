using Mesh.Models.JointDit;
using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Flux;

// B batch, L tokens of the picture, Li with those of its references, Lt text tokens, C hidden size

/// <summary>The transformer of FLUX, which edits a picture by reading it as a reference beside the noisy one.</summary>
/// <remarks>FLUX.1 Kontext, arXiv:2506.15742, section 3; state-dict keys are those that diffusers publishes.</remarks>
public sealed class FluxModel : Module<FluxInput, Tensor>
{
    private const double Theta = 10_000;

    private readonly Module<Tensor, Tensor> x_embedder;
    private readonly Module<Tensor, Tensor> context_embedder;
    private readonly FluxCondition time_text_embed;
    private readonly ModuleList<FluxDoubleBlock> transformer_blocks;
    private readonly ModuleList<FluxSingleBlock> single_transformer_blocks;
    private readonly SiluLinear norm_out;
    private readonly Module<Tensor, Tensor> proj_out;

    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public FluxModel(FluxConfig config, Layers? layers = null)
        : base(nameof(FluxModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        var C = config.HiddenSize;
        x_embedder = layers.Linear(nameof(x_embedder), config.InChannels, C, bias: true);
        context_embedder = layers.Linear(nameof(context_embedder), config.TextChannels, C, bias: true);
        time_text_embed = new FluxCondition(config, layers);
        transformer_blocks = new ModuleList<FluxDoubleBlock>(
            [.. Enumerable.Range(0, config.NumDoubleBlocks).Select(_ => new FluxDoubleBlock(config, layers))]);
        single_transformer_blocks = new ModuleList<FluxSingleBlock>(
            [.. Enumerable.Range(0, config.NumSingleBlocks).Select(_ => new FluxSingleBlock(config, layers))]);
        norm_out = new SiluLinear(C, 2 * C, layers);
        proj_out = layers.Linear(nameof(proj_out), C, config.InChannels, bias: true);
        RegisterComponents();
    }

    public FluxConfig Config { get; }

    /// <returns>Velocity, noise minus picture, [B, C, h, w].</returns>
    /// <exception cref="ShapeException">A tensor does not fit the config.</exception>
    public override Tensor forward(FluxInput input)
    {
        using var scope = NewDisposeScope();
        var (h, w) = (input.Latent.shape[2], input.Latent.shape[3]);
        var tokens = Tokens(input).narrow(1, 0, h / 2 * (w / 2)).contiguous();
        return PackedLatent.Unpack(tokens, h, w).MoveToOuterDisposeScope();
    }

    /// <summary>What the network says about every image token, those of references included.</summary>
    /// <returns>[B, Li, InChannels].</returns>
    internal Tensor Tokens(FluxInput input)
    {
        Require(input);
        using var scope = NewDisposeScope();
        Tensor[] pictures = [input.Latent, .. input.References];
        var dtype = x_embedder.parameters().First().dtype;
        var image = x_embedder.call(cat([.. pictures.Select(PackedLatent.Pack)], 1).to(dtype));  // [B, Li, C]
        var text = context_embedder.call(input.Text.to(dtype));                                  // [B, Lt, C]
        var condition = time_text_embed.call(input.Time, input.Guidance, input.Pooled);          // [B, C]
        using var rope = Positions(pictures, text.shape[1]);
        var context = new JointContext(condition, condition, rope, null);

        var x = new JointStreams(image, text);
        foreach (var block in transformer_blocks.Concat<Module<JointStreams, JointContext, JointStreams>>(
            single_transformer_blocks))
        {
            var next = block.call(x, context);
            x = new JointStreams(next.Image.InPlaceOf(x.Image), next.Text.InPlaceOf(x.Text));
        }
        return proj_out.call(norm_out.Normed(x.Image, condition)).MoveToOuterDisposeScope();
    }

    // Text stands at the origin; every reference is counted from its own corner, one step along the first axis.
    private Rope Positions(Tensor[] pictures, long textLength)
    {
        using var scope = NewDisposeScope();
        var device = pictures[0].device;
        var ids = new List<Tensor> { zeros([textLength, 3], ScalarType.Float64, device) };
        foreach (var (i, picture) in pictures.Index())
        {
            var (rows, columns) = (picture.shape[2] / 2, picture.shape[3] / 2);
            var row = arange(rows, ScalarType.Float64, device).unsqueeze(1).expand(rows, columns).reshape(-1);
            var column = arange(columns, ScalarType.Float64, device).unsqueeze(0).expand(rows, columns).reshape(-1);
            ids.Add(stack([full_like(row, i == 0 ? 0.0 : 1.0), row, column], 1));
        }
        return Rope.OfPositions(cat(ids, 0), Config.RopeChannels, Theta, ScalarType.Float64);
    }

    private void Require(FluxInput input)
    {
        var C = Config.InChannels / 4;
        foreach (var picture in (Tensor[])[input.Latent, .. input.References])
        {
            if (picture.shape is not [_, var channels, var h, var w] || channels != C || h % 2 != 0 || w % 2 != 0)
                throw new ShapeException(nameof(input.Latent), $"[B, {C}, even, even]", picture.shape);
        }
        if (input.Text.shape is not [_, _, var text] || text != Config.TextChannels)
            throw new ShapeException(nameof(input.Text), $"[B, Lt, {Config.TextChannels}]", input.Text.shape);
        if (input.Guidance is null == Config.GuidanceEmbed)
            throw new ArgumentException($"GuidanceEmbed is {Config.GuidanceEmbed}, but the guidance says otherwise.");
    }
}
