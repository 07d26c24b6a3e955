using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Video to moments, before they are mixed by the outer 1x1x1 convolution.</summary>
internal sealed class VaeEncoder3d : Module<Tensor, Tensor>
{
    private readonly CausalConv3d conv_in;
    private readonly ModuleList<DownBlock3d> down_blocks;
    private readonly MidBlock3d mid_block;
    private readonly WideGroupNorm conv_norm_out;
    private readonly CausalConv3d conv_out;

    public VaeEncoder3d(CausalVae3dConfig config, Layers layers)
        : base(nameof(VaeEncoder3d))
    {
        var channels = config.BlockChannels;
        conv_in = new CausalConv3d(config.VideoChannels, channels[0], 3, layers);
        down_blocks = new([.. Enumerable.Range(0, channels.Count).Select(i => new DownBlock3d(config, i, layers))]);
        mid_block = new MidBlock3d(config, layers);
        conv_norm_out = new WideGroupNorm(channels[^1], config.NumNormGroups, CausalVae3dConfig.NormEps, layers);
        conv_out = new CausalConv3d(channels[^1], 2 * config.LatentChannels, 3, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, VideoChannels, F, H, W].</param>
    /// <returns>[B, 2 LatentChannels, T, h, w].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv_in.call(x);
        foreach (var block in down_blocks)
            y = block.call(y).InPlaceOf(y);
        y = mid_block.call(y).InPlaceOf(y);
        return NormSiluConv.Of(y, conv_norm_out, conv_out).MoveToOuterDisposeScope();
    }
}
