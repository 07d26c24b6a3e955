using Mesh.Models.JointDit;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Flux;

/// <summary>Attention and MLP in parallel, with the same weights for text and image.</summary>
/// <remarks>Parallel layers: Dehghani et al. 2023 (ViT-22B), arXiv:2302.05442, section 2.</remarks>
internal sealed class FluxSingleBlock : Module<JointStreams, JointContext, JointStreams>
{
    private const int MlpRatio = 4;

    private readonly SiluLinear norm;
    private readonly Module<Tensor, Tensor> proj_mlp;
    private readonly Module<Tensor, Tensor> proj_out;
    private readonly SingleAttention attn;

    public FluxSingleBlock(FluxConfig config, Layers layers)
        : base(nameof(FluxSingleBlock))
    {
        var C = config.HiddenSize;
        norm = new SiluLinear(C, 3 * C, layers);
        proj_mlp = layers.Linear(nameof(proj_mlp), C, MlpRatio * C, bias: true);
        proj_out = layers.Linear(nameof(proj_out), (1 + MlpRatio) * C, C, bias: true);
        attn = new SingleAttention(config, layers);
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var scope = NewDisposeScope();
        var joint = cat([x.Text, x.Image], 1);
        var modulation = JointModulation.Of(norm.call(context.Image), 1)[0];
        var seen = modulation.Apply(joint);
        var mixed = cat([attn.call(seen, context.Rope), TanhGelu.Of(proj_mlp.call(seen))], -1);

        var parts = (joint + modulation.Gate * proj_out.call(mixed)).split([x.Text.shape[1], x.Image.shape[1]], 1);
        return new JointStreams(
            parts[1].contiguous().MoveToOuterDisposeScope(), parts[0].contiguous().MoveToOuterDisposeScope());
    }

    private sealed class SingleAttention : Module<Tensor, Rope, Tensor>
    {
        private readonly Module<Tensor, Tensor> to_q;
        private readonly Module<Tensor, Tensor> to_k;
        private readonly Module<Tensor, Tensor> to_v;
        private readonly RmsNorm norm_q;
        private readonly RmsNorm norm_k;
        private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
        private readonly int _heads;

        public SingleAttention(FluxConfig config, Layers layers)
            : base(nameof(SingleAttention))
        {
            var C = config.HiddenSize;
            to_q = layers.Linear(nameof(to_q), C, C, bias: true);
            to_k = layers.Linear(nameof(to_k), C, C, bias: true);
            to_v = layers.Linear(nameof(to_v), C, C, bias: true);
            norm_q = new RmsNorm(config.HeadDim, layers);
            norm_k = new RmsNorm(config.HeadDim, layers);
            attention = layers.Attention();
            _heads = config.NumHeads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Rope rope)
        {
            using var scope = NewDisposeScope();
            var q = rope.Rotate(norm_q.call(to_q.Heads(x, _heads))).transpose(1, 2);
            var k = rope.Rotate(norm_k.call(to_k.Heads(x, _heads))).transpose(1, 2);
            return attention.call(q, k, to_v.Heads(x, _heads).transpose(1, 2), null).MoveToOuterDisposeScope();
        }
    }
}
