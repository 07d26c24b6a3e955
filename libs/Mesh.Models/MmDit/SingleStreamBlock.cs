using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, S streams of video, L tokens of one stream, Lt text tokens, C hidden size, M MLP size

/// <summary>Attention and MLP in parallel, with the same weights for video and text.</summary>
/// <remarks>Parallel layers: Dehghani et al. 2023 (ViT-22B), arXiv:2302.05442, section 2.</remarks>
internal sealed class SingleStreamBlock : Module<Streams, BlockContext, Streams>
{
    private readonly Modulation modulation;
    private readonly Module<Tensor, Tensor> linear1;  // C -> 3C + M: q, k, v and the MLP input in one product
    private readonly Module<Tensor, Tensor> q_norm;
    private readonly Module<Tensor, Tensor> k_norm;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly Module<Tensor, Tensor> linear2;  // C + M -> C
    private readonly MmDitConfig _config;

    public SingleStreamBlock(MmDitConfig config, Layers layers)
        : base(nameof(SingleStreamBlock))
    {
        var (C, M) = (config.HiddenSize, config.MlpSize);
        modulation = new Modulation(C, parts: 3, layers);
        linear1 = layers.Linear(nameof(linear1), C, 3 * C + M, bias: true);
        q_norm = HeadNorm.Make(config, layers);
        k_norm = HeadNorm.Make(config, layers);
        attention = layers.Tokens.Over(layers.Attention)();
        linear2 = layers.Linear(nameof(linear2), C + M, C, bias: true);
        _config = config;
        RegisterComponents();
    }

    /// <param name="x">Video [B, S, L, C] and text [B, Lt, C].</param>
    /// <param name="context">Condition, positions and mask.</param>
    /// <returns>
    /// Both, shapes unchanged; with <c>EditedOnly</c> the edited video [B, 1, L, C] and the text untouched.
    /// </returns>
    public override Streams forward(Streams x, BlockContext context)
    {
        using var scope = NewDisposeScope();
        var videoMod = modulation.call(context.Vec);                            // 3 x [B, S, 1, C]
        var textMod = Array.ConvertAll(videoMod, part => part.select(1, -1));  // 3 x [B, 1, C]
        var L = x.Video.shape[2];
        var (video, videoMlp) = Open(x.Video, videoMod, context.Rope, context.EditedOnly ? L : null);
        var (text, textMlp) = Open(x.Text, textMod, null);

        if (context.EditedOnly)
        {
            var mixed = Heads.Attend(attention, video.Q, video, text, context.Mask);
            var mlp = videoMlp.narrow(1, -L, L);
            var edited = Close(x.Video.narrow(1, -1, 1), mixed, mlp, videoMod[2].narrow(1, -1, 1));
            return new Streams(edited.MoveToOuterDisposeScope(), x.Text.alias().MoveToOuterDisposeScope());
        }

        var attended = Heads.Attend(attention, cat([video.Q, text.Q], 1), video, text, context.Mask)
            .split([video.Q.shape[1], text.Q.shape[1]], 1);
        return new Streams(
            Close(x.Video, attended[0], videoMlp, videoMod[2]).MoveToOuterDisposeScope(),
            Close(x.Text, attended[1], textMlp, textMod[2]).MoveToOuterDisposeScope());
    }

    private (Heads Heads, Tensor Mlp) Open(Tensor x, Tensor[] mod, Rope? rope, long? asking = null)
    {
        var parts = linear1.call(Modulation.Modulate(x, mod[0], mod[1])).split([3 * x.shape[^1], _config.MlpSize], -1);
        return (Heads.Split(parts[0], _config.NumHeads, q_norm, k_norm, rope, asking), parts[1]);
    }

    private Tensor Close(Tensor x, Tensor attended, Tensor mlp, Tensor gate) => Modulation.Residual(
        x, linear2.call(cat([attended, TanhGelu.Of(mlp)], -1)).view_as(x), gate);
}
