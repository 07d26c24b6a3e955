using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Wan;

/// <summary>A block of the context branch; what it projects is a hint for the trunk.</summary>
/// <remarks>VACE, arXiv:2503.07598, section 3.3. The first block also sees the tokens of the noisy video.</remarks>
internal sealed class VaceBlock : WanBlock
{
    private readonly Module<Tensor, Tensor>? before_proj;
    private readonly Module<Tensor, Tensor> after_proj;

    public VaceBlock(WanConfig config, Layers layers, bool first)
        : base(config, layers, nameof(VaceBlock))
    {
        var C = config.HiddenSize;
        before_proj = first ? layers.Linear(nameof(before_proj), C, C, bias: true) : null;
        after_proj = layers.Linear(nameof(after_proj), C, C, bias: true);
        RegisterComponents();
    }

    /// <summary>What enters the first block.</summary>
    /// <param name="control">Tokens of the context, [B, L, C].</param>
    /// <param name="video">Tokens of the noisy video, [B, L, C].</param>
    /// <returns>float32, [B, L, C].</returns>
    public Tensor Join(Tensor control, Tensor video)
    {
        using var scope = NewDisposeScope();
        return (before_proj!.call(control) + video).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <param name="control">What left this block, [B, L, C].</param>
    /// <returns>float32, [B, L, C].</returns>
    public Tensor Hint(Tensor control)
    {
        using var scope = NewDisposeScope();
        var dtype = after_proj.parameters().First().dtype;
        return after_proj.call(control.to(dtype)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
