using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>Two convolutions around a shortcut, which is a 1x1 convolution where channels change.</summary>
internal sealed class FluxResnet : Module<Tensor, Tensor>
{
    private readonly WideGroupNorm norm1;
    private readonly Conv2d conv1;
    private readonly WideGroupNorm norm2;
    private readonly Conv2d conv2;
    private readonly Conv2d? conv_shortcut;

    public FluxResnet(FluxVaeConfig config, long from, long to, Layers layers)
        : base(nameof(FluxResnet))
    {
        norm1 = FluxConv.Norm(config, from, layers);
        conv1 = FluxConv.Same(from, to, layers);
        norm2 = FluxConv.Norm(config, to, layers);
        conv2 = FluxConv.Same(to, to, layers);
        conv_shortcut = from == to ? null : Conv2d(from, to, 1, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="x">[B, from, H, W].</param>
    /// <returns>[B, to, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv1.call(functional.silu(norm1.call(x)));
        y = conv2.call(functional.silu(norm2.call(y)));
        return ((conv_shortcut?.call(x) ?? x) + y).MoveToOuterDisposeScope();
    }
}
