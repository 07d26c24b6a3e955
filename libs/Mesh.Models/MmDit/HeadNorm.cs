using System.Diagnostics;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>Makes the norm of queries or keys.</summary>
internal static class HeadNorm
{
    private const double Eps = 1e-6;

    public static Module<Tensor, Tensor> Make(MmDitConfig config, Layers layers) => config.QkNorm switch
    {
        QkNorm.Rms => new RmsNorm(config.HeadDim, layers, Eps),
        QkNorm.Layer => LayerNorm(config.HeadDim, Eps, device: layers.Device, dtype: layers.DType),
        QkNorm.None => Identity(),
        _ => throw new UnreachableException(),
    };
}
