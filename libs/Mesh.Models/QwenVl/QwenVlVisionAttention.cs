// N patches, C hidden size, H heads, D head dim

using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>Attention among the patches of a window, or of a frame.</summary>
internal sealed class QwenVlVisionAttention : Module<Tensor, QwenVlVisionContext, Tensor>
{
    private readonly Module<Tensor, Tensor> qkv;
    private readonly Module<Tensor, Tensor> proj;
    private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> attention;
    private readonly QwenVlVisionConfig _config;

    public QwenVlVisionAttention(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlVisionAttention))
    {
        qkv = layers.Linear(nameof(qkv), config.HiddenSize, 3 * config.HiddenSize, bias: true);
        proj = layers.Linear(nameof(proj), config.HiddenSize, config.HiddenSize, bias: true);
        attention = layers.Attention();
        _config = config;
        RegisterComponents();
    }

    /// <param name="x">[N, C].</param>
    /// <param name="context">Positions and neighbours.</param>
    /// <returns>[N, C].</returns>
    public override Tensor forward(Tensor x, QwenVlVisionContext context)
    {
        using var scope = NewDisposeScope();
        var heads = qkv.call(x).unflatten(1, 3, _config.NumHeads, _config.HeadDim)
            .permute(1, 2, 0, 3).unsqueeze(1);                                        // [3, 1, H, N, D]
        var mixed = context.Segments.Attend(
            attention, context.Rope.Rotate(heads[0]), context.Rope.Rotate(heads[1]), heads[2]);
        return proj.call(mixed).MoveToOuterDisposeScope();
    }
}
