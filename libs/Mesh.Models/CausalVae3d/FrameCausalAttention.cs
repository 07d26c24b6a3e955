// B batch, C channels, T frames, N = H W tokens of one frame

using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Single-head attention over a whole video; a token sees its own frame and the frames before.</summary>
/// <remarks>Frame by frame, so that neither the mask nor half of the scores are ever computed.</remarks>
internal sealed class FrameCausalAttention : Module<Tensor, Tensor>
{
    private readonly WideGroupNorm group_norm;
    private readonly Module<Tensor, Tensor> to_q;
    private readonly Module<Tensor, Tensor> to_k;
    private readonly Module<Tensor, Tensor> to_v;
    private readonly Sequential to_out;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;

    public FrameCausalAttention(CausalVae3dConfig config, long channels, Layers layers)
        : base(nameof(FrameCausalAttention))
    {
        group_norm = new WideGroupNorm(channels, config.NumNormGroups, CausalVae3dConfig.NormEps, layers);
        to_q = layers.Linear(nameof(to_q), channels, channels, bias: true);
        to_k = layers.Linear(nameof(to_k), channels, channels, bias: true);
        to_v = layers.Linear(nameof(to_v), channels, channels, bias: true);
        to_out = Sequential(("0", layers.Linear(nameof(to_out), channels, channels, bias: true)));
        attention = layers.Attention();
        RegisterComponents();
    }

    /// <param name="x">[B, C, T, H, W].</param>
    /// <returns>[B, C, T, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (T, N) = (x.shape[2], x.shape[3] * x.shape[4]);
        var tokens = group_norm.call(x).flatten(2).transpose(1, 2);  // [B, T N, C]
        var q = to_q.call(tokens).unsqueeze(1);
        var k = to_k.call(tokens).unsqueeze(1);
        var v = to_v.call(tokens).unsqueeze(1);                       // [B, 1, T N, C]

        var frames = new List<Tensor>();
        for (var t = 0L; t < T; t++)
        {
            var seen = (t + 1) * N;
            frames.Add(attention.call(q.narrow(2, t * N, N), k.narrow(2, 0, seen), v.narrow(2, 0, seen), null));
        }
        var mixed = to_out.call(cat(frames, 1));                      // [B, T N, C]
        return (x + mixed.transpose(1, 2).reshape(x.shape)).MoveToOuterDisposeScope();
    }
}
