using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

// B batch, S streams of video, L tokens of one stream, Lt text tokens, C hidden size

/// <summary>Video and text with weights of their own, mixed by one attention.</summary>
/// <remarks>Esser et al. 2024 (SD3), arXiv:2403.03206, figure 2b.</remarks>
internal sealed class DoubleStreamBlock : Module<Streams, BlockContext, Streams>
{
    private readonly StreamWeights _img;
    private readonly StreamWeights _txt;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;

    public DoubleStreamBlock(MmDitConfig config, Layers layers)
        : base(nameof(DoubleStreamBlock))
    {
        _img = new StreamWeights(config, layers);
        _txt = new StreamWeights(config, layers);
        attention = layers.Tokens.Over(layers.Attention)();
        _img.RegisterIn(this, "img");
        _txt.RegisterIn(this, "txt");
        RegisterComponents();
    }

    /// <param name="x">Video [B, S, L, C] and text [B, Lt, C].</param>
    /// <param name="context">Condition, positions and mask.</param>
    /// <returns>Both, shapes unchanged.</returns>
    public override Streams forward(Streams x, BlockContext context)
    {
        using var scope = NewDisposeScope();
        var (imgMod, txtMod) = (_img.Modulate(context.Vec), _txt.Modulate(context.Vec.select(1, -1)));
        var video = _img.Project(x.Video, imgMod, context.Rope);
        var text = _txt.Project(x.Text, txtMod, rope: null);

        var attended = Heads.Attend(attention, cat([video.Q, text.Q], 1), video, text, context.Mask)
            .split([video.Q.shape[1], text.Q.shape[1]], 1);  // [B, S * L, C], [B, Lt, C]

        return new Streams(
            _img.Update(x.Video, attended[0], imgMod).MoveToOuterDisposeScope(),
            _txt.Update(x.Text, attended[1], txtMod).MoveToOuterDisposeScope());
    }
}
