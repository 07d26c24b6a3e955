using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.WanVae;

/// <summary>From one latent frame to the frames it stands for.</summary>
internal sealed class WanDecoder : Module<Tensor, ChunkCache, Tensor>
{
    private readonly WanCausalConv conv1;
    private readonly ModuleList<Module<Tensor, ChunkCache, Tensor>> middle;
    private readonly ModuleList<Module<Tensor, ChunkCache, Tensor>> upsamples;
    private readonly WanVaeHead head;

    public WanDecoder(WanVaeConfig config, Layers layers)
        : base(nameof(WanDecoder))
    {
        var channels = config.BaseChannels * config.ChannelFactors[^1];
        conv1 = new WanCausalConv(config.LatentChannels, channels, 3, 3, layers);
        middle = WanVaeHead.Middle(channels, layers);

        var up = new List<Module<Tensor, ChunkCache, Tensor>>();
        foreach (var (level, factor) in config.ChannelFactors.Reverse().Index())
        {
            for (var i = 0; i <= config.NumLayers; i++)
            {
                up.Add(new WanResidual(channels, config.BaseChannels * factor, layers));
                channels = config.BaseChannels * factor;
            }
            if (level < config.HalvesTime.Count)
            {
                up.Add(new WanUpsample(channels, config.HalvesTime[^(level + 1)], layers));
                channels /= 2;
            }
        }

        upsamples = new ModuleList<Module<Tensor, ChunkCache, Tensor>>([.. up]);
        head = new WanVaeHead(channels, config.VideoChannels, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, C, 1, h, w].</param>
    /// <param name="cache">What came before.</param>
    /// <returns>[B, 3, F, H, W].</returns>
    public override Tensor forward(Tensor x, ChunkCache cache)
    {
        using var scope = NewDisposeScope();
        var y = conv1.call(x, cache);
        foreach (var layer in middle.Concat(upsamples))
            y = layer.call(y, cache).InPlaceOf(y);
        return head.call(y, cache).MoveToOuterDisposeScope();
    }
}
