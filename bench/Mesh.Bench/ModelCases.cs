using Mesh.Models;
using Mesh.Models.CausalVae3d;
using Mesh.Models.MmDit;
using Mesh.Models.NanoVae;
using Mesh.Models.Wan;
using Mesh.Nn;
using TorchSharp;
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
            device => Dit(device, MmDitConfig.Nano, 8, [2, 8, 8], 10, float32),
            8 * StepFlops(MmDitConfig.Nano, 128, 10)),
        new("dit-nano-bf16", "nano editor, batch 8, bf16", 1.0,
            device => Dit(device, MmDitConfig.Nano, 8, [2, 8, 8], 10, bfloat16),
            8 * StepFlops(MmDitConfig.Nano, 128, 10)),
        new("dit-200m", "in-context MM-DiT, 200 M parameters, 384 tokens", 1.0,
            device => Dit(device, Medium, 1, [3, 16, 16], 32, float32), StepFlops(Medium, 192, 32)),
        new("step-hunyuan", "one step of HunyuanVideo's transformer, 200 M parameters", 1.0, HunyuanStep),
        new("step-vace", "one step of Wan's with VACE's branch, 148 M parameters", 1.0, VaceStep),
        new("vae-nano", "nano VAE, 16 clips of 5 x 32 x 32", 1.0, NanoVae),
        new("vae-small", "causal 3D VAE, 1 M parameters, 5 x 32 x 32", 1.0, device => Vae(device, SmallVae, 32)),
        new("vae-200m", "causal 3D VAE, 246 M parameters, 5 x 16 x 16", 1.0,
            device => Vae(device, CausalVae3dConfig.HunyuanVae, 16)),
    ];

    private static double StepFlops(MmDitConfig config, long tokens, long words) =>
        3.0 * MmDitFlops.Forward(config, tokens, words, hasSource: true);

    private static Action Dit(
        Device device, MmDitConfig config, long batch, long[] grid, long words, ScalarType dtype)
    {
        var model = new MmDitModel(config, Layers.On(device, dtype));
        long[] shape = [batch, config.InChannels, .. grid];
        var text = new TextCondition(
            randn([batch, words, config.TextChannels], dtype, device),
            ones([batch, words], int64, device),
            randn([batch, config.PooledChannels], dtype, device));
        var guidance = config.GuidanceEmbed ? full([batch], 1000.0, device: device) : null;
        var input = new MmDitInput(
            randn(shape, dtype, device), randn(shape, dtype, device), text, full([batch], 500.0, device: device),
            guidance);
        return () =>
        {
            using var scope = NewDisposeScope();
            model.zero_grad();
            model.call(input).to(float32).square().mean().backward();
        };
    }

    private static Action HunyuanStep(Device device)
    {
        var model = new MmDitModel(Medium);
        long[] shape = [1, Medium.InChannels, 3, 16, 16];
        var text = new TextCondition(
            randn([1, 32, Medium.TextChannels], device: device),
            ones([1, 32], int64, device),
            randn([1, Medium.PooledChannels], device: device));
        model.to(device);
        var input = new MmDitInput(
            randn(shape, device: device), randn(shape, device: device), text,
            full([1], 500.0, device: device), full([1], 1000.0, device: device));
        return Forward(() => model.call(input));
    }

    private static Action VaceStep(Device device)
    {
        var model = new WanModel(SmallVace);
        model.to(device);
        var input = new WanInput(
            randn([1, 16, 3, 16, 16], device: device),
            randn([1, 32, SmallVace.TextChannels], device: device),
            full([1], 500.0, device: device),
            randn([1, SmallVace.Vace!.InChannels, 3, 16, 16], device: device));
        return Forward(() => model.call(input));
    }

    private static Action Forward(Func<Tensor> step) => () =>
    {
        using var mode = inference_mode();
        using var scope = NewDisposeScope();
        _ = step();
    };

    private static Action NanoVae(Device device)
    {
        var (model, video) = (new NanoVaeModel(NanoVaeConfig.Nano), randn([16, 3, 5, 32, 32], device: device));
        model.to(device);
        return Reconstruct(model, video, () => model.Decode(model.Encode(video)));
    }

    private static Action Vae(Device device, CausalVae3dConfig config, long side)
    {
        var (model, video) = (new CausalVae3dModel(config), randn([1, 3, 5, side, side], device: device));
        model.to(device);
        return Reconstruct(model, video, () => model.Decode(model.Encode(video)));
    }

    private static Action Reconstruct(nn.Module model, Tensor video, Func<Tensor> reconstruction) => () =>
    {
        using var scope = NewDisposeScope();
        model.zero_grad();
        (reconstruction() - video).square().mean().backward();
    };
}
