using Mesh.Models.JointDit;
using Mesh.Nn;
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
    private readonly JointUpdate _update;

    public FluxDoubleBlock(FluxConfig config, Layers layers)
        : base(nameof(FluxDoubleBlock))
    {
        var C = config.HiddenSize;
        norm1 = new SiluLinear(C, 6 * C, layers);
        norm1_context = new SiluLinear(C, 6 * C, layers);
        attn = new JointAttention(config.NumHeads, config.HeadDim, layers);
        ff = new JointFeedForward(C, layers);
        ff_context = new JointFeedForward(C, layers);
        _update = new JointUpdate(attn, ff, ff_context);
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var image = norm1.call(context.Image);
        using var text = norm1_context.call(context.Text);
        return _update.Of(x, context, image, text);
    }
}
