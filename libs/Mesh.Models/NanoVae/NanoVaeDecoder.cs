// B batch, F frames, T latent frames, H and W sides, h = H/4, w = W/4, N half channels, Q quarter channels, C latent

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>What the decoder adds to the linear shortcut; zero before training.</summary>
internal sealed class NanoVaeDecoder : Module<Tensor, Tensor>
{
    private readonly CellLinear proj_in;
    private readonly ModuleList<CausalFrameBlock> quarter_blocks;
    private readonly CellLinear split_first;
    private readonly CellLinear split_rest;
    private readonly ModuleList<CausalFrameBlock> half_blocks;
    private readonly FrameConv conv_out;

    public NanoVaeDecoder(NanoVaeConfig config)
        : base(nameof(NanoVaeDecoder))
    {
        var (N, Q) = (config.HalfChannels, config.QuarterChannels);
        proj_in = new CellLinear(config.LatentChannels, Q);
        quarter_blocks = NanoVaeEncoder.Blocks(config.NumQuarterBlocks, Q);
        split_first = new CellLinear(Q, 2 * 2 * N);
        split_rest = new CellLinear(Q, NanoVaeConfig.Group * 2 * 2 * N);
        half_blocks = NanoVaeEncoder.Blocks(config.NumDecoderHalfBlocks, N);
        conv_out = new FrameConv(N, 3 * 2 * 2).Zeroed();
        RegisterComponents();
    }

    /// <param name="latent">[B, T, h, w, C].</param>
    /// <returns>[B, F, H, W, 3].</returns>
    public override Tensor forward(Tensor latent)
    {
        using var scope = NewDisposeScope();
        var cells = proj_in.call(latent);  // [B, T, h, w, Q]
        foreach (var block in quarter_blocks)
            cells = block.call(cells);

        var T = cells.shape[1];
        var x = FrameGroups.Frames(split_first.call(cells.narrow(1, 0, 1)), 1, 2);
        if (T > 1)
        {
            var rest = split_rest.call(cells.narrow(1, 1, T - 1));
            x = cat([x, FrameGroups.Frames(rest, NanoVaeConfig.Group, 2)], 1);  // [B, F, H/2, W/2, N]
        }
        foreach (var block in half_blocks)
            x = block.call(x);
        return FrameGroups.Frames(conv_out.call(x), 1, 2).MoveToOuterDisposeScope();
    }
}
