using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Residual block, attention, residual block at the lowest resolution.</summary>
internal sealed class MidBlock3d : Module<Tensor, Tensor>
{
    private readonly ModuleList<ResnetBlock3d> resnets;
    private readonly ModuleList<FrameCausalAttention> attentions;

    public MidBlock3d(CausalVae3dConfig config, Layers layers)
        : base(nameof(MidBlock3d))
    {
        var channels = config.BlockChannels[^1];
        resnets = new(
            new ResnetBlock3d(config, channels, channels, layers),
            new ResnetBlock3d(config, channels, channels, layers));
        attentions = config.MidAttention ? new(new FrameCausalAttention(config, channels, layers)) : new();
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <returns>[B, C, T, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = resnets[0].call(x);
        foreach (var attention in attentions)
            y = attention.call(y);
        return resnets[1].call(y).MoveToOuterDisposeScope();
    }
}
