using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Residual blocks of one resolution of the decoder, then the step to the next.</summary>
internal sealed class UpBlock3d : Module<Tensor, Tensor>
{
    private readonly ModuleList<ResnetBlock3d> resnets;
    private readonly ModuleList<Upsample3d> upsamplers;

    /// <param name="config">Shape of the network.</param>
    /// <param name="i">Index of the resolution, counted from the latent.</param>
    /// <param name="layers">Makes the layers.</param>
    public UpBlock3d(CausalVae3dConfig config, int i, Layers layers)
        : base(nameof(UpBlock3d))
    {
        var channels = config.BlockChannels.Reverse().ToArray();
        var (before, after) = (channels[Math.Max(0, i - 1)], channels[i]);
        resnets = new([.. Enumerable.Range(0, config.NumLayers + 1)
            .Select(j => new ResnetBlock3d(config, j == 0 ? before : after, after, layers))]);
        var factor = config.ResamplingOf(i);
        upsamplers = factor.IsNone ? new() : new(new Upsample3d(after, factor, layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x.alias();
        foreach (var resnet in resnets)
            y = resnet.call(y).InPlaceOf(y);
        foreach (var upsampler in upsamplers)
            y = upsampler.call(y).InPlaceOf(y);
        return y.MoveToOuterDisposeScope();
    }
}
