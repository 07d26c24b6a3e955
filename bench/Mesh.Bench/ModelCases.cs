using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.MmDit;
using Mesh.Models.NanoVae;
using Mesh.Models.Wan;
using Mesh.Nn;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>The networks, forward and backward, at the sizes of bench/peers.</summary>
internal static class ModelCases
{
    /// <summary>About 200 million parameters in HunyuanVideo's proportions.</summary>
    private static readonly MmDitConfig Medium = MmDitConfig.Hunyuan13B with
    {
        HiddenSize = 768,
        NumHeads = 12,
        NumDoubleBlocks = 4,
        NumSingleBlocks = 11,
        TextChannels = 768,
        RopeChannels = [16, 24, 24],
    };

    private static readonly CausalVae3dConfig SmallVae = CausalVae3dConfig.HunyuanVae with
    {
        BlockChannels = [16, 32, 64, 64],
        NumLayers = 1,
        NumNormGroups = 8,
    };

    /// <summary>About 150 million parameters in VACE 1.3B's proportions.</summary>
    private static readonly WanConfig SmallVace = WanConfig.Wan1_3B with
    {
        HiddenSize = 768,
        FfnSize = 4480,
        NumHeads = 6,
        NumLayers = 8,
        TextChannels = 768,
        TextLength = 64,
        Vace = VaceConfig.Every(2, of: 8),
    };

    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new("dit-nano", "nano editor, batch 8, fp32", 1.0,
            () => Dit(MmDitConfig.Nano, 8, [2, 8, 8], 10, float32), 8 * StepFlops(MmDitConfig.Nano, 128, 10)),
        new("dit-nano-bf16", "nano editor, batch 8, bf16", 1.0,
            () => Dit(MmDitConfig.Nano, 8, [2, 8, 8], 10, bfloat16), 8 * StepFlops(MmDitConfig.Nano, 128, 10)),
        new("dit-200m", "in-context MM-DiT, 200 M parameters, 384 tokens", 1.0,
            () => Dit(Medium, 1, [3, 16, 16], 32, float32), StepFlops(Medium, 192, 32)),
        new("step-hunyuan", "one step of HunyuanVideo's transformer, 200 M parameters", 1.0, HunyuanStep),
        new("step-vace", "one step of Wan's with VACE's branch, 148 M parameters", 1.0, VaceStep),
        new("vae-nano", "nano VAE, 16 clips of 5 x 32 x 32", 1.0, NanoVae),
        new("vae-small", "causal 3D VAE, 1 M parameters, 5 x 32 x 32", 1.0, () => Vae(SmallVae, 32)),
        new("vae-200m", "causal 3D VAE, 246 M parameters, 5 x 16 x 16", 1.0,
            () => Vae(CausalVae3dConfig.HunyuanVae, 16)),
    ];

    private static double StepFlops(MmDitConfig config, long tokens, long words) =>
        3.0 * MmDitFlops.Forward(config, tokens, words, hasSource: true);

    private static Action Dit(MmDitConfig config, long batch, long[] grid, long words, ScalarType dtype)
    {
        var model = new MmDitModel(config, Layers.On(CPU, dtype));
        long[] shape = [batch, config.InChannels, .. grid];
        var text = new TextCondition(
            randn([batch, words, config.TextChannels], dtype), ones([batch, words], int64),
            randn([batch, config.PooledChannels], dtype));
        var guidance = config.GuidanceEmbed ? full([batch], 1000.0) : null;
        var input = new MmDitInput(randn(shape, dtype), randn(shape, dtype), text, full([batch], 500.0), guidance);
        return () =>
        {
            using var scope = NewDisposeScope();
            model.zero_grad();
            model.call(input).to(float32).square().mean().backward();
        };
    }

    private static Action HunyuanStep()
    {
        var model = new MmDitModel(Medium);
        long[] shape = [1, Medium.InChannels, 3, 16, 16];
        var text = new TextCondition(
            randn([1, 32, Medium.TextChannels]), ones([1, 32], int64), randn([1, Medium.PooledChannels]));
        var input = new MmDitInput(randn(shape), randn(shape), text, full([1], 500.0), full([1], 1000.0));
        return Forward(() => model.call(input));
    }

    private static Action VaceStep()
    {
        var model = new WanModel(SmallVace);
        var input = new WanInput(
            randn([1, 16, 3, 16, 16]), randn([1, 32, SmallVace.TextChannels]), full([1], 500.0),
            randn([1, SmallVace.Vace!.InChannels, 3, 16, 16]));
        return Forward(() => model.call(input));
    }

    private static Action Forward(Func<Tensor> step) => () =>
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        _ = step();
    };

    private static Action NanoVae()
    {
        var (model, video) = (new NanoVaeModel(NanoVaeConfig.Nano), randn([16, 3, 5, 32, 32]));
        return Reconstruct(model, video, () => model.Decode(model.Encode(video)));
    }

    private static Action Vae(CausalVae3dConfig config, long side)
    {
        var (model, video) = (new CausalVae3dModel(config), randn([1, 3, 5, side, side]));
        return Reconstruct(model, video, () => model.Decode(model.Encode(video)));
    }

    private static Action Reconstruct(nn.Module model, Tensor video, Func<Tensor> reconstruction) => () =>
    {
        using var scope = NewDisposeScope();
        model.zero_grad();
        (reconstruction() - video).square().mean().backward();
    };
}
