using Mesh.Models.JointDit;
using Mesh.Nn;
using TorchSharp.Modules;
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
    private readonly JointUpdate _update;

    public QwenImageBlock(QwenImageConfig config, Layers layers)
        : base(nameof(QwenImageBlock))
    {
        var C = config.HiddenSize;
        img_mod = Sequential(("0", SiLU()), ("1", layers.Linear(nameof(img_mod), C, 6 * C, bias: true)));
        txt_mod = Sequential(("0", SiLU()), ("1", layers.Linear(nameof(txt_mod), C, 6 * C, bias: true)));
        attn = new JointAttention(config.NumHeads, config.HeadDim, layers);
        img_mlp = new JointFeedForward(C, layers);
        txt_mlp = new JointFeedForward(C, layers);
        _update = new JointUpdate(attn, img_mlp, txt_mlp);
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var image = img_mod.call(context.Image);
        using var text = txt_mod.call(context.Text);
        return _update.Of(x, context, image, text);
    }
}
