using System.Diagnostics;
using TorchSharp.Modules;
using Mesh.Nn;
using Mesh.Nn.Offload;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, S streams of video, L tokens of one stream, Lt text tokens, C hidden size

/// <summary>The MM-DiT video transformer, text to video or editing a source given in context.</summary>
/// <remarks>
/// HunyuanVideo report, arXiv:2412.03603, section 4; in-context source tokens at timestep 0 as in ICVE. State-dict keys
/// are the published ones.
/// </remarks>
public sealed class MmDitModel : Module<MmDitInput, Tensor>, IStreamsBlocks
{
    private readonly PatchEmbed img_in;
    private readonly PatchEmbed? source_in;
    private readonly Module txt_in;
    private readonly TimestepEmbedder time_in;
    private readonly VectorEmbed vector_in;
    private readonly TimestepEmbedder? guidance_in;
    private readonly ModuleList<DoubleStreamBlock> double_blocks;
    private readonly ModuleList<SingleStreamBlock> single_blocks;
    private readonly FinalLayer final_layer;
    private readonly BlockStream<DoubleStreamBlock>? _doubles;
    private readonly BlockStream<SingleStreamBlock>? _singles;
    private readonly RopeCache _ropes;
    private readonly IBlockRunner _blocks;
    private readonly ITokenShards _tokens;
    private IDisposable? _source;

    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public MmDitModel(MmDitConfig config, Layers? layers = null)
        : base(nameof(MmDitModel))
    {
        config.Validate();
        layers ??= Layers.Default;
        Config = config;
        (_blocks, _tokens) = (layers.Blocks, layers.Tokens);
        img_in = new PatchEmbed(config, layers);
        source_in = config.JoinSource ? new PatchEmbed(config, layers) : null;
        txt_in = config.TextProjection == TextProjection.Refiner
            ? new TokenRefiner(config, layers)
            : new TextEmbed(config.TextChannels, config.HiddenSize, layers);
        time_in = new TimestepEmbedder(config.FreqDim, config.HiddenSize, layers);
        vector_in = new VectorEmbed(config.PooledChannels, config.HiddenSize, layers);
        guidance_in = config.GuidanceEmbed ? new TimestepEmbedder(config.FreqDim, config.HiddenSize, layers) : null;
        var (doubles, singles, ofBlocks) = (config.NumDoubleBlocks, config.NumSingleBlocks, layers.OfBlocks);
        double_blocks = ModuleList([.. Repeat(doubles, () => new DoubleStreamBlock(config, ofBlocks))]);
        single_blocks = ModuleList([.. Repeat(singles, () => new SingleStreamBlock(config, ofBlocks))]);
        if (layers.ResidentBlocks is { } places)
        {
            _doubles = new(nameof(double_blocks), doubles, places, () => new DoubleStreamBlock(config, layers));
            _singles = new(nameof(single_blocks), singles, places, () => new SingleStreamBlock(config, layers));
        }
        final_layer = new FinalLayer(config, layers);
        _ropes = new RopeCache(config.RopeChannels, config.RopeTheta, config.RopeScale);
        RegisterComponents();
    }

    /// <summary>Keys of its lists of equal blocks.</summary>
    public static IReadOnlyList<string> BlockLists { get; } = [nameof(double_blocks), nameof(single_blocks)];

    public MmDitConfig Config { get; }

    public bool IsStreaming => _doubles is not null;

    /// <returns>Raw network output in the element type of the weights, [B, OutChannels, T, h, w].</returns>
    /// <exception cref="ShapeException">A tensor of the input does not fit the config or the others.</exception>
    public override Tensor forward(MmDitInput input)
    {
        MmDitShapes.Require(input, Config);

        using var scope = NewDisposeScope();
        var dtype = img_in.Weight.dtype;
        var grid = LatentGrid.Of(input.Noisy, Config.PatchSize);
        var part = _tokens.Share(grid.Tokens, _tokens.Rank);
        var visible = TextMask.Visible(input.Text.Mask);
        var text = EmbedText(input.Text.Tokens.to(dtype), input.Timestep, visible);
        var x = new Streams(
            EmbedVideo(input, grid, part),                                    // [B, S, L, C]
            Own(text, _tokens.Share(text.shape[1], _tokens.Rank)));  // [B, Lt, C]
        var S = x.Video.shape[1];
        var context = new BlockContext(
            EmbedCondition(input, dtype),
            _ropes.At([grid.T, grid.H, grid.W], input.Noisy.device, _tokens.Ranks == 1 ? null : part),
            visible is null ? null : TextMask.Joint(visible, S, grid.Tokens, _tokens, dtype));

        _tokens.Begin([.. Enumerable.Range(0, _tokens.Ranks).Select(rank =>
            S * _tokens.Share(grid.Tokens, rank).Count + _tokens.Share(text.shape[1], rank).Count)]);
        foreach (var block in _doubles?.Through() ?? double_blocks)
            x = Run(block, x, context).InPlaceOf(x);
        foreach (var (i, block) in (_singles?.Through() ?? single_blocks).Index())
        {
            // Over ranks, queries are where keys are.
            var editedOnly = i == Config.NumSingleBlocks - 1 && _tokens.Ranks == 1;
            x = Run(block, x, context with { EditedOnly = editedOnly }).InPlaceOf(x);
        }

        var patches = final_layer.call(x.Video.select(1, -1), context.Vec.select(1, -1));
        return grid.Unpatchify(_tokens.Gather(patches, grid.Tokens), Config.OutChannels).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void StreamBlocks(ReadWeight read, IDisposable? source = null)
    {
        _doubles?.ReadFrom(read);
        _singles?.ReadFrom(read);
        _source = source;
    }

    /// <summary>Bytes of the weights on the device.</summary>
    public long ResidentBytes => (_doubles?.ResidentBytes ?? 0) + (_singles?.ResidentBytes ?? 0)
        + parameters().Where(weight => weight.device_type != TorchSharp.DeviceType.META)
            .Sum(weight => weight.numel() * weight.element_size());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ropes.Dispose();
            _doubles?.Dispose();
            _singles?.Dispose();
            _source?.Dispose();
        }
        base.Dispose(disposing);
    }

    private Streams Run(Module<Streams, BlockContext, Streams> block, Streams x, BlockContext context)
    {
        Tensor[] mask = context.Mask is null ? [] : [context.Mask];
        var results = _blocks.Run(block, [x.Video, x.Text, context.Vec, .. mask], inputs =>
        {
            var own = context with { Vec = inputs[2], Mask = inputs.Length == 4 ? inputs[3].detach() : null };
            var y = block.call(new Streams(inputs[0], inputs[1]), own);
            return [y.Video, y.Text];
        });
        return new Streams(results[0], results[1]);
    }

    private Tensor EmbedVideo(MmDitInput input, LatentGrid grid, (long Start, long Count) part)
    {
        using var scope = NewDisposeScope();
        var edited = img_in.call(Own(grid.Patchify(input.Noisy), part));
        if (input.Source is null)
            return edited.unsqueeze(1).MoveToOuterDisposeScope();

        var patches = Own(grid.Patchify(input.Source), part);
        if (source_in is not null)
            edited = edited + source_in.call(patches);
        return stack([img_in.call(patches), edited], 1).MoveToOuterDisposeScope();
    }

    private Tensor EmbedText(Tensor tokens, Tensor timestep, Tensor? visible) => txt_in switch
    {
        TokenRefiner refiner => refiner.call(tokens, timestep, visible),
        TextEmbed embed => embed.call(tokens),
        _ => throw new UnreachableException(),
    };

    // The source is clean: its timestep is 0, whatever the edited video's is.
    private Tensor EmbedCondition(MmDitInput input, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var shared = vector_in.call(input.Text.Pooled.to(dtype));
        if (guidance_in is not null)
            shared = shared + guidance_in.call(input.Guidance!);
        var t = input.Timestep.to(ScalarType.Float32);
        var times = input.Source is null ? t.unsqueeze(1) : stack([t.zeros_like(), t], 1);  // [B, S]
        var embedded = time_in.call(times.flatten()).view(times.shape[0], times.shape[1], -1);
        return functional.silu(embedded + shared.unsqueeze(1)).MoveToOuterDisposeScope();
    }

    private static Tensor Own(Tensor x, (long Start, long Count) part) =>
        part.Count == x.shape[1] ? x : x.narrow(1, part.Start, part.Count);

    private static IEnumerable<T> Repeat<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());
}
