using Mesh.Models.JointDit;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Flux;

/// <summary>Text and image with weights of their own, joined in one attention.</summary>
internal sealed class FluxDoubleBlock : Module<JointStreams, JointContext, JointStreams>
{
    private readonly SiluLinear norm1;
    private readonly SiluLinear norm1_context;
    private readonly JointAttention attn;
    private readonly JointFeedForward ff;
    private readonly JointFeedForward ff_context;

    public FluxDoubleBlock(FluxConfig config, Layers layers)
        : base(nameof(FluxDoubleBlock))
    {
        var C = config.HiddenSize;
        norm1 = new SiluLinear(C, 6 * C, layers);
        norm1_context = new SiluLinear(C, 6 * C, layers);
        attn = new JointAttention(config.NumHeads, config.HeadDim, layers);
        ff = new JointFeedForward(C, layers);
        ff_context = new JointFeedForward(C, layers);
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var scope = NewDisposeScope();
        var image = JointModulation.Of(norm1.call(context.Image), 2);
        var text = JointModulation.Of(norm1_context.call(context.Text), 2);
        var attended = attn.call(new(image[0].Apply(x.Image), text[0].Apply(x.Text)), context);

        var y = x.Image + image[0].Gate * attended.Image;
        var t = x.Text + text[0].Gate * attended.Text;
        return new JointStreams(
            (y + image[1].Gate * ff.call(image[1].Apply(y))).MoveToOuterDisposeScope(),
            (t + text[1].Gate * ff_context.call(text[1].Apply(t))).MoveToOuterDisposeScope());
    }
}
