using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Two convolutions around a shortcut, which is a 1x1x1 convolution where channels change.</summary>
internal sealed class ResnetBlock3d : Module<Tensor, Tensor>
{
    private readonly WideGroupNorm norm1;
    private readonly CausalConv3d conv1;
    private readonly WideGroupNorm norm2;
    private readonly CausalConv3d conv2;
    private readonly CausalConv3d? conv_shortcut;

    public ResnetBlock3d(CausalVae3dConfig config, long inChannels, long outChannels, Layers layers)
        : base(nameof(ResnetBlock3d))
    {
        norm1 = new WideGroupNorm(inChannels, config.NumNormGroups, CausalVae3dConfig.NormEps, layers);
        conv1 = new CausalConv3d(inChannels, outChannels, 3, layers);
        norm2 = new WideGroupNorm(outChannels, config.NumNormGroups, CausalVae3dConfig.NormEps, layers);
        conv2 = new CausalConv3d(outChannels, outChannels, 3, layers);
        conv_shortcut = inChannels == outChannels ? null : new CausalConv3d(inChannels, outChannels, 1, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, in, T, H, W].</param>
    /// <returns>[B, out, T, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = NormSiluConv.Of(x, norm1, conv1);
        y = NormSiluConv.Of(y, norm2, conv2).InPlaceOf(y);
        return ((conv_shortcut?.call(x) ?? x) + y).MoveToOuterDisposeScope();
    }
}
