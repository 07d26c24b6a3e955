using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>Shifts, scales and gates of a block from the condition vector.</summary>
/// <remarks>Adaptive layer norm: Peebles and Xie 2022 (DiT), arXiv:2212.09748, section 3.2.</remarks>
internal sealed class Modulation : Module<Tensor, Tensor[]>
{
    private readonly Module<Tensor, Tensor> linear;
    private readonly int _parts;

    public Modulation(long channels, int parts, Layers layers)
        : base(nameof(Modulation))
    {
        linear = layers.Linear(nameof(linear), channels, parts * channels, bias: true);
        _parts = parts;
        RegisterComponents();
    }

    /// <param name="vec">Condition after SiLU, [..., C].</param>
    /// <returns>Shift, scale, gate, once or twice, each [..., 1, C].</returns>
    public override Tensor[] forward(Tensor vec) => linear.call(vec).unsqueeze(-2).chunk(_parts, -1);

    /// <summary>Layer norm, then scale and shift in float32, cast back at the end.</summary>
    /// <param name="x">[B, L, C] or [B, S, L, C].</param>
    /// <param name="shift">[..., 1, C].</param>
    /// <param name="scale">Added to one, [..., 1, C].</param>
    /// <returns>Streams joined, [B, S * L, C]: a linear layer is faster on three dimensions than on four.</returns>
    public static Tensor Modulate(Tensor x, Tensor shift, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var normal = Normalization.LayerNorm(x);
        var (wideShift, wideScale) = (shift.to(normal.dtype), scale.to(normal.dtype) + 1);
        return addcmul(wideShift, normal, wideScale, 1).to(x.dtype).flatten(1, -2).MoveToOuterDisposeScope();
    }

    /// <summary>x + gate * update.</summary>
    /// <param name="x">[..., L, C].</param>
    /// <param name="update">[..., L, C].</param>
    /// <param name="gate">[..., 1, C].</param>
    public static Tensor Residual(Tensor x, Tensor update, Tensor gate) => addcmul(x, update, gate, 1);
}
