using TorchSharp.Modules;
using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>The blocks of the token refiner, under the published key of their list.</summary>
internal sealed class RefinerStack : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly ModuleList<RefinerBlock> blocks;

    public RefinerStack(MmDitConfig config, Layers layers)
        : base(nameof(RefinerStack))
    {
        var range = Enumerable.Range(0, config.NumRefinerBlocks);
        blocks = ModuleList([.. range.Select(_ => new RefinerBlock(config, layers))]);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="condition">[B, C].</param>
    /// <param name="mask">Hides padded keys, [B, 1, 1, L]; null when no token is padding.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor condition, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        x = x.alias();
        foreach (var block in blocks)
            x = block.call(x, condition, mask).InPlaceOf(x);
        return x.MoveToOuterDisposeScope();
    }
}
