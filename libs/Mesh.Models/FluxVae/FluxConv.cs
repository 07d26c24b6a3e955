using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>The layers that every part is made of.</summary>
internal static class FluxConv
{
    /// <summary>3x3, sides stay.</summary>
    public static Conv2d Same(long from, long to, Layers layers) =>
        Conv2d(from, to, 3, padding: 1, device: layers.Device, dtype: layers.DType);

    public static WideGroupNorm Norm(FluxVaeConfig config, long channels, Layers layers) =>
        new(channels, config.NumNormGroups, config.NormEps, layers);
}
