using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Umt5;

/// <summary>Attention, then the gated feed-forward layer, each behind a norm and around a shortcut.</summary>
internal sealed class Umt5Block : Module<Tensor, Tensor, Tensor>
{
    private readonly RmsNorm norm1;
    private readonly Umt5Attention attn;
    private readonly RmsNorm norm2;
    private readonly Umt5FeedForward ffn;
    private readonly RelativePositions? pos_embedding;

    public Umt5Block(Umt5Config config, Layers layers)
        : base(nameof(Umt5Block))
    {
        norm1 = new RmsNorm(config.HiddenSize, layers, Umt5Config.NormEps);
        attn = new Umt5Attention(config, layers);
        norm2 = new RmsNorm(config.HiddenSize, layers, Umt5Config.NormEps);
        ffn = new Umt5FeedForward(config, layers);
        pos_embedding = config.SharedPositions ? null : new RelativePositions(config, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="bias">Mask, [B, 1, 1, L], with the shared positions where there are such.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var own = pos_embedding is null ? bias : pos_embedding.call(x.shape[1]) + bias;
        var y = x + attn.call(norm1.call(x), own);
        return (y + ffn.call(norm2.call(y))).MoveToOuterDisposeScope();
    }
}
