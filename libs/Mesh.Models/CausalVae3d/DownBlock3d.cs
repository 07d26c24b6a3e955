using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Residual blocks of one resolution of the encoder, then the step to the next.</summary>
internal sealed class DownBlock3d : Module<Tensor, Tensor>
{
    private readonly ModuleList<ResnetBlock3d> resnets;
    private readonly ModuleList<Downsample3d> downsamplers;

    /// <param name="config">Shape of the network.</param>
    /// <param name="i">Index of the resolution.</param>
    /// <param name="layers">Makes the layers.</param>
    public DownBlock3d(CausalVae3dConfig config, int i, Layers layers)
        : base(nameof(DownBlock3d))
    {
        var (before, after) = (config.BlockChannels[Math.Max(0, i - 1)], config.BlockChannels[i]);
        resnets = new([.. Enumerable.Range(0, config.NumLayers)
            .Select(j => new ResnetBlock3d(config, j == 0 ? before : after, after, layers))]);
        var factor = config.ResamplingOf(i);
        downsamplers = factor.IsNone ? new() : new(new Downsample3d(after, factor, layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x.alias();
        foreach (var resnet in resnets)
            y = resnet.call(y).InPlaceOf(y);
        foreach (var downsampler in downsamplers)
            y = downsampler.call(y).InPlaceOf(y);
        return y.MoveToOuterDisposeScope();
    }
}
