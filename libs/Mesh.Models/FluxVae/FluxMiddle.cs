using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.FluxVae;

/// <summary>Residual block, attention over all cells, residual block at the lowest resolution.</summary>
internal sealed class FluxMiddle : Module<Tensor, Tensor>
{
    private readonly ModuleList<FluxAttention> attentions;
    private readonly ModuleList<FluxResnet> resnets;

    public FluxMiddle(FluxVaeConfig config, Layers layers)
        : base(nameof(FluxMiddle))
    {
        var channels = config.BlockChannels[^1];
        attentions = new(new FluxAttention(config, channels, layers));
        resnets = new(
            new FluxResnet(config, channels, channels, layers), new FluxResnet(config, channels, channels, layers));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return resnets[1].call(attentions[0].call(resnets[0].call(x))).MoveToOuterDisposeScope();
    }

    /// <summary>One head over all cells, around a shortcut.</summary>
    private sealed class FluxAttention : Module<Tensor, Tensor>
    {
        private readonly WideGroupNorm group_norm;
        private readonly Module<Tensor, Tensor> to_q;
        private readonly Module<Tensor, Tensor> to_k;
        private readonly Module<Tensor, Tensor> to_v;
        private readonly Sequential to_out;
        private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;

        public FluxAttention(FluxVaeConfig config, long channels, Layers layers)
            : base(nameof(FluxAttention))
        {
            group_norm = FluxConv.Norm(config, channels, layers);
            to_q = layers.Linear(nameof(to_q), channels, channels, bias: true);
            to_k = layers.Linear(nameof(to_k), channels, channels, bias: true);
            to_v = layers.Linear(nameof(to_v), channels, channels, bias: true);
            to_out = Sequential(("0", layers.Linear(nameof(to_out), channels, channels, bias: true)));
            attention = layers.Attention();
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var cells = group_norm.call(x).flatten(2).transpose(1, 2);                // [B, h w, C]
            var seen = attention.call(Head(to_q, cells), Head(to_k, cells), Head(to_v, cells), null);
            return (to_out.call(seen).transpose(1, 2).reshape(x.shape) + x).MoveToOuterDisposeScope();
        }

        private static Tensor Head(Module<Tensor, Tensor> projection, Tensor cells) =>
            projection.call(cells).unsqueeze(1);
    }
}
