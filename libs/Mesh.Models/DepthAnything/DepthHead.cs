using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>From the fused map to one number per pixel.</summary>
internal sealed class DepthHead : Module<Tensor, long, long, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Conv2d conv3;
    private readonly double? _maxDepth;

    public DepthHead(DepthAnythingConfig config, Layers layers)
        : base(nameof(DepthHead))
    {
        var (F, H) = (config.FusionChannels, config.HeadChannels);
        conv1 = Conv2d(F, F / 2, 3, padding: 1, device: layers.Device, dtype: layers.DType);
        conv2 = Conv2d(F / 2, H, 3, padding: 1, device: layers.Device, dtype: layers.DType);
        conv3 = Conv2d(H, 1, 1, device: layers.Device, dtype: layers.DType);
        _maxDepth = config.MaxDepth;
        RegisterComponents();
    }

    /// <param name="x">[B, FusionChannels, ...].</param>
    /// <param name="height">Pixels of the result.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <returns>[B, height, width].</returns>
    public override Tensor forward(Tensor x, long height, long width)
    {
        using var scope = NewDisposeScope();
        var grown = functional.interpolate(
            conv1.call(x), size: [height, width], mode: InterpolationMode.Bilinear, align_corners: true);
        var raw = conv3.call(functional.relu(conv2.call(grown))).squeeze(1);
        return (_maxDepth is { } metres ? raw.sigmoid() * metres : functional.relu(raw)).MoveToOuterDisposeScope();
    }
}
