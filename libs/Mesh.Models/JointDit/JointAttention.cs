using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.JointDit;

// B batch, Li image tokens, Lt text tokens, C hidden size, H heads, D head dim

/// <summary>One attention over text and image, each with projections of its own.</summary>
/// <remarks>MM-DiT: Esser et al. 2024, arXiv:2403.03206, section 4; under the names that diffusers publishes.</remarks>
internal sealed class JointAttention : Module<JointStreams, JointContext, JointStreams>
{
    private readonly Module<Tensor, Tensor> to_q;
    private readonly Module<Tensor, Tensor> to_k;
    private readonly Module<Tensor, Tensor> to_v;
    private readonly Module<Tensor, Tensor> add_q_proj;
    private readonly Module<Tensor, Tensor> add_k_proj;
    private readonly Module<Tensor, Tensor> add_v_proj;
    private readonly RmsNorm norm_q;
    private readonly RmsNorm norm_k;
    private readonly RmsNorm norm_added_q;
    private readonly RmsNorm norm_added_k;
    private readonly Sequential to_out;
    private readonly Module<Tensor, Tensor> to_add_out;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly int _heads;

    public JointAttention(int heads, int headDim, Layers layers)
        : base(nameof(JointAttention))
    {
        var C = heads * headDim;
        to_q = layers.Linear(nameof(to_q), C, C, bias: true);
        to_k = layers.Linear(nameof(to_k), C, C, bias: true);
        to_v = layers.Linear(nameof(to_v), C, C, bias: true);
        add_q_proj = layers.Linear(nameof(add_q_proj), C, C, bias: true);
        add_k_proj = layers.Linear(nameof(add_k_proj), C, C, bias: true);
        add_v_proj = layers.Linear(nameof(add_v_proj), C, C, bias: true);
        norm_q = new RmsNorm(headDim, layers);
        norm_k = new RmsNorm(headDim, layers);
        norm_added_q = new RmsNorm(headDim, layers);
        norm_added_k = new RmsNorm(headDim, layers);
        to_out = Sequential(("0", layers.Linear(nameof(to_out), C, C, bias: true)));
        to_add_out = layers.Linear(nameof(to_add_out), C, C, bias: true);
        attention = layers.Attention();
        _heads = heads;
        RegisterComponents();
    }

    public override JointStreams forward(JointStreams x, JointContext context)
    {
        using var scope = NewDisposeScope();
        var (rope, heads) = (context.Rope, _heads);
        var q = Joined(
            norm_added_q.call(add_q_proj.Heads(x.Text, heads)), norm_q.call(to_q.Heads(x.Image, heads)), rope);
        var k = Joined(
            norm_added_k.call(add_k_proj.Heads(x.Text, heads)), norm_k.call(to_k.Heads(x.Image, heads)), rope);
        var v = Joined(add_v_proj.Heads(x.Text, heads), to_v.Heads(x.Image, heads), null);

        var attended = attention.call(q, k, v, context.Mask).split([x.Text.shape[1], x.Image.shape[1]], 1);
        return new JointStreams(
            to_out.call(attended[1]).MoveToOuterDisposeScope(),
            to_add_out.call(attended[0]).MoveToOuterDisposeScope());
    }

    // Text first, as positions and masks count.
    private static Tensor Joined(Tensor text, Tensor image, Rope? rope)
    {
        var heads = cat([text, image], 1);                      // [B, Lt + Li, H, D]
        return (rope?.Rotate(heads) ?? heads).transpose(1, 2);  // [B, H, Lt + Li, D]
    }
}
