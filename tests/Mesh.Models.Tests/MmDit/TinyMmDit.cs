using Mesh.Models.MmDit;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.MmDit;

/// <summary>A transformer small enough for a test, with nothing left at zero.</summary>
internal static class TinyMmDit
{
    public static MmDitConfig Config { get; } = MmDitConfig.Hunyuan13B with
    {
        InChannels = 4,
        TextChannels = 20,
        PooledChannels = 12,
        HiddenSize = 24,
        NumHeads = 2,
        NumDoubleBlocks = 2,
        NumSingleBlocks = 2,
        RopeChannels = [4, 4, 4],
    };

    public static MmDitModel Model(MmDitConfig? config = null)
    {
        manual_seed(1);
        return new MmDitModel(config ?? Config);
    }

    public static MmDitInput Input(int batch = 2, int text = 7, bool source = true, bool guidance = true)
    {
        manual_seed(2);
        var mask = ones(batch, text, ScalarType.Int64);
        return new MmDitInput(
            randn([batch, 4, 2, 4, 6]),
            source ? randn([batch, 4, 2, 4, 6]) : null,
            new TextCondition(randn(batch, text, 20), mask, randn(batch, 12)),
            full([batch], 300f),
            guidance ? full([batch], 1000f) : null);
    }

    /// <summary>The same input with the last text tokens hidden.</summary>
    public static MmDitInput Hidden(MmDitInput input, int visible)
    {
        var mask = input.Text.Mask.clone();
        mask.narrow(1, visible, mask.shape[1] - visible).zero_();
        return input with { Text = input.Text with { Mask = mask } };
    }
}
