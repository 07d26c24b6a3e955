using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Strided convolution that always keeps the first frame.</summary>
internal sealed class Downsample3d : Module<Tensor, Tensor>
{
    private readonly CausalConv3d conv;

    public Downsample3d(long channels, Resampling factor, Layers layers)
        : base(nameof(Downsample3d))
    {
        conv = new CausalConv3d(channels, channels, 3, layers, factor);
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <returns>[B, C, (T-1)/time + 1, H/space, W/space].</returns>
    public override Tensor forward(Tensor x) => conv.call(x);
}
