using Mesh.Models.JointDit;
using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenImage;

/// <summary>Text and image with weights of their own, joined in one attention.</summary>
internal sealed class QwenImageBlock : Module<JointStreams, JointContext, JointStreams>
{
    private readonly Sequential img_mod;
    private readonly Sequential txt_mod;
    private readonly JointAttention attn;
    private readonly JointFeedForward img_mlp;
    private readonly JointFeedForward txt_mlp;

    public QwenImageBlock(QwenImageConfig config, Layers layers)
        : base(nameof(QwenImageBlock))
    {
        var C = config.HiddenSize;
        img_mod = Sequential(("0", SiLU()), ("1", layers.Linear(nameof(img_mod), C, 6 * C, bias: true)));
        txt_mod = Sequential(("0", SiLU()), ("1", layers.Linear(nameof(txt_mod), C, 6 * C, bias: true)));
        attn = new JointAttention(config.NumHeads, config.HeadDim, layers);
        img_mlp = new JointFeedForward(C, layers);
        txt_mlp = new JointFeedForward(C, layers);
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var scope = NewDisposeScope();
        var image = JointModulation.Of(img_mod.call(context.Image), 2);
        var text = JointModulation.Of(txt_mod.call(context.Text), 2);
        var attended = attn.call(new(image[0].Apply(x.Image), text[0].Apply(x.Text)), context);

        var y = x.Image + image[0].Gate * attended.Image;
        var t = x.Text + text[0].Gate * attended.Text;
        return new JointStreams(
            (y + image[1].Gate * img_mlp.call(image[1].Apply(y))).MoveToOuterDisposeScope(),
            (t + text[1].Gate * txt_mlp.call(text[1].Apply(t))).MoveToOuterDisposeScope());
    }
}
