using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>Joins what is known so far with the next finer map, then grows.</summary>
/// <remarks>DPT, arXiv:2103.13413, figure 1 right.</remarks>
internal sealed class FusionLayer : Module<Tensor, Tensor?, long[], Tensor>
{
    private readonly ResidualUnit residual_layer1;
    private readonly ResidualUnit residual_layer2;
    private readonly Conv2d projection;

    public FusionLayer(long channels, Layers layers)
        : base(nameof(FusionLayer))
    {
        residual_layer1 = new ResidualUnit(channels, layers);
        residual_layer2 = new ResidualUnit(channels, layers);
        projection = Conv2d(channels, channels, 1, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="x">What is known so far, [B, C, h, w].</param>
    /// <param name="finer">The next map at the same size; null in the first layer.</param>
    /// <param name="size">Height and width to grow to.</param>
    /// <returns>[B, C, size].</returns>
    public override Tensor forward(Tensor x, Tensor? finer, long[] size)
    {
        using var scope = NewDisposeScope();
        var joined = finer is null ? x : x + residual_layer1.call(finer);
        var grown = functional.interpolate(
            residual_layer2.call(joined), size: size, mode: InterpolationMode.Bilinear, align_corners: true);
        return projection.call(grown).MoveToOuterDisposeScope();
    }
}
