using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Latent, mixed by the outer 1x1x1 convolution, to video.</summary>
internal sealed class VaeDecoder3d : Module<Tensor, Tensor>
{
    private readonly CausalConv3d conv_in;
    private readonly MidBlock3d mid_block;
    private readonly ModuleList<UpBlock3d> up_blocks;
    private readonly WideGroupNorm conv_norm_out;
    private readonly CausalConv3d conv_out;

    public VaeDecoder3d(CausalVae3dConfig config, Layers layers)
        : base(nameof(VaeDecoder3d))
    {
        var channels = config.BlockChannels;
        conv_in = new CausalConv3d(config.LatentChannels, channels[^1], 3, layers);
        mid_block = new MidBlock3d(config, layers);
        up_blocks = new([.. Enumerable.Range(0, channels.Count).Select(i => new UpBlock3d(config, i, layers))]);
        conv_norm_out = new WideGroupNorm(channels[0], config.NumNormGroups, CausalVae3dConfig.NormEps, layers);
        conv_out = new CausalConv3d(channels[0], config.VideoChannels, 3, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, LatentChannels, T, h, w].</param>
    /// <returns>[B, VideoChannels, F, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv_in.call(x);
        y = mid_block.call(y).InPlaceOf(y);
        foreach (var block in up_blocks)
            y = block.call(y).InPlaceOf(y);
        return NormSiluConv.Of(y, conv_norm_out, conv_out).MoveToOuterDisposeScope();
    }
}
