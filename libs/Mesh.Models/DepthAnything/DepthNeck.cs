using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.DepthAnything;

/// <summary>From features of the backbone to one fused map.</summary>
internal sealed class DepthNeck : Module<Tensor[], long, long, Tensor>
{
    private readonly ReassembleStage reassemble_stage;
    private readonly ModuleList<Conv2d> convs;
    private readonly FusionStage fusion_stage;

    public DepthNeck(DepthAnythingConfig config, Layers layers)
        : base(nameof(DepthNeck))
    {
        reassemble_stage = new ReassembleStage(config, layers);
        convs = new ModuleList<Conv2d>([.. config.NeckChannels.Select(channels => Conv2d(
            channels, config.FusionChannels, 3, padding: 1, bias: false,
            device: layers.Device, dtype: layers.DType))]);
        fusion_stage = new FusionStage(config, layers);
        RegisterComponents();
    }

    /// <param name="features">Of each used block, the finest map first, [B, 1 + h w, C].</param>
    /// <param name="height">h patches.</param>
    /// <param name="width">w patches.</param>
    /// <returns>[B, FusionChannels, 8 h, 8 w] with the published factors.</returns>
    public override Tensor forward(Tensor[] features, long height, long width)
    {
        using var scope = NewDisposeScope();
        var maps = reassemble_stage.layers.Zip(features)
            .Select(pair => pair.First.call(pair.Second, height, width))
            .Zip(convs, (map, conv) => conv.call(map)).ToArray();

        Tensor? fused = null;
        for (var i = 0; i < maps.Length; i++)
        {
            var map = maps[^(i + 1)];
            long[] size = i + 1 < maps.Length
                ? [.. maps[^(i + 2)].shape[2..]]
                : [2 * map.shape[2], 2 * map.shape[3]];
            fused = fused is null
                ? fusion_stage.layers[i].call(map, null, size)
                : fusion_stage.layers[i].call(fused, map, size);
        }
        return fused!.MoveToOuterDisposeScope();
    }

    private sealed class ReassembleStage : Module
    {
        internal readonly ModuleList<Reassemble> layers;

        public ReassembleStage(DepthAnythingConfig config, Layers layers)
            : base(nameof(ReassembleStage))
        {
            this.layers = new ModuleList<Reassemble>([.. config.NeckChannels.Zip(config.Factors,
                (channels, factor) => new Reassemble(config.Backbone.HiddenSize, channels, factor, layers))]);
            RegisterComponents();
        }
    }

    private sealed class FusionStage : Module
    {
        internal readonly ModuleList<FusionLayer> layers;

        public FusionStage(DepthAnythingConfig config, Layers layers)
            : base(nameof(FusionStage))
        {
            this.layers = new ModuleList<FusionLayer>(
                [.. config.NeckChannels.Select(_ => new FusionLayer(config.FusionChannels, layers))]);
            RegisterComponents();
        }
    }
}
