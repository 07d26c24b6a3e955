using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>The last norm and convolution of encoder and decoder.</summary>
internal sealed class WanVaeHead : Module<Tensor, ChunkCache, Tensor>
{
    private readonly NormSiluConv _layer;

    public WanVaeHead(long inChannels, long outChannels, Layers layers)
        : base(nameof(WanVaeHead))
    {
        _layer = new NormSiluConv(inChannels, outChannels, layers);
        register_module("0", _layer.Norm);
        register_module("2", _layer.Conv);
    }

    /// <summary>What encoder and decoder both have at the lowest resolution.</summary>
    public static ModuleList<Module<Tensor, ChunkCache, Tensor>> Middle(long channels, Layers layers) => new(
        new WanResidual(channels, channels, layers),
        new WanFrameAttention(channels, layers),
        new WanResidual(channels, channels, layers));

    /// <param name="x">[B, in, T, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, out, T, H, W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache) => _layer.Of(x, cache);
}
