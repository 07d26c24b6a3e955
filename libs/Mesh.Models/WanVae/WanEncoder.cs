using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>From a chunk of video to the moments of its latent.</summary>
internal sealed class WanEncoder : Module<Tensor, ChunkCache, Tensor>
{
    private readonly WanCausalConv conv1;
    private readonly ModuleList<Module<Tensor, ChunkCache, Tensor>> downsamples;
    private readonly ModuleList<Module<Tensor, ChunkCache, Tensor>> middle;
    private readonly WanVaeHead head;

    public WanEncoder(WanVaeConfig config, Layers layers)
        : base(nameof(WanEncoder))
    {
        var channels = config.BaseChannels;
        conv1 = new WanCausalConv(config.VideoChannels, channels, 3, 3, layers);
        var down = new List<Module<Tensor, ChunkCache, Tensor>>();
        foreach (var (level, factor) in config.ChannelFactors.Index())
        {
            for (var i = 0; i < config.NumLayers; i++)
            {
                down.Add(new WanResidual(channels, config.BaseChannels * factor, layers));
                channels = config.BaseChannels * factor;
            }
            if (level < config.HalvesTime.Count)
                down.Add(new WanDownsample(channels, config.HalvesTime[level], layers));
        }

        downsamples = new ModuleList<Module<Tensor, ChunkCache, Tensor>>([.. down]);
        middle = WanVaeHead.Middle(channels, layers);
        head = new WanVaeHead(channels, 2 * config.LatentChannels, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, 3, F, H, W].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, 2 C, T, h, w].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var y = conv1.call(x, cache);
        foreach (var layer in downsamples.Concat(middle))
            y = layer.call(y, cache).InPlaceOf(y);
        return head.call(y, cache).MoveToOuterDisposeScope();
    }
}
