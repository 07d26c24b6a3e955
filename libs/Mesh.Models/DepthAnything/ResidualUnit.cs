using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>Two convolutions, each behind a ReLU, around a shortcut.</summary>
internal sealed class ResidualUnit : Module<Tensor, Tensor>
{
    private readonly Conv2d convolution1;
    private readonly Conv2d convolution2;

    public ResidualUnit(long channels, Layers layers)
        : base(nameof(ResidualUnit))
    {
        convolution1 = Conv2d(channels, channels, 3, padding: 1, device: layers.Device, dtype: layers.DType);
        convolution2 = Conv2d(channels, channels, 3, padding: 1, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    /// <param name="x">[B, C, h, w].</param>
    /// <returns>[B, C, h, w].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = convolution1.call(functional.relu(x));
        return (x + convolution2.call(functional.relu(y))).MoveToOuterDisposeScope();
    }
}
