// B batch, F frames, T latent frames, H and W sides, h = H/4, w = W/4, N half channels, Q quarter channels, C latent

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>What the encoder adds to the linear shortcut; zero before training.</summary>
internal sealed class NanoVaeEncoder : Module<Tensor, Tensor>
{
    private readonly FrameConv conv_in;
    private readonly ModuleList<CausalFrameBlock> half_blocks;
    private readonly CellLinear merge_first;
    private readonly CellLinear merge_rest;
    private readonly ModuleList<CausalFrameBlock> quarter_blocks;
    private readonly CellLinear proj_out;

    public NanoVaeEncoder(NanoVaeConfig config)
        : base(nameof(NanoVaeEncoder))
    {
        var (N, Q) = (config.HalfChannels, config.QuarterChannels);
        conv_in = new FrameConv(3 * 2 * 2, N);
        half_blocks = Blocks(config.NumEncoderHalfBlocks, N);
        merge_first = new CellLinear(2 * 2 * N, Q);
        merge_rest = new CellLinear(NanoVaeConfig.Group * 2 * 2 * N, Q);
        quarter_blocks = Blocks(config.NumQuarterBlocks, Q);
        proj_out = new CellLinear(Q, config.LatentChannels).Zeroed();
        RegisterComponents();
    }

    /// <param name="pixels">[B, F, H, W, 3].</param>
    /// <returns>[B, T, h, w, C].</returns>
    public override Tensor forward(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = conv_in.call(FrameGroups.Each(pixels, 2));  // [B, F, H/2, W/2, N]
        foreach (var block in half_blocks)
            x = block.call(x);

        var cells = merge_first.call(FrameGroups.First(x, 2));
        if (x.shape[1] > 1)
            cells = cat([cells, merge_rest.call(FrameGroups.Rest(x, 2))], 1);  // [B, T, h, w, Q]
        foreach (var block in quarter_blocks)
            cells = block.call(cells);
        return proj_out.call(cells).MoveToOuterDisposeScope();
    }

    internal static ModuleList<CausalFrameBlock> Blocks(int count, int channels) =>
        new([.. Enumerable.Range(0, count).Select(_ => new CausalFrameBlock(channels))]);
}
