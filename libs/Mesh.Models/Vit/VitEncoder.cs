using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>The blocks of a vision transformer, one after the other.</summary>
internal sealed class VitEncoder : Module<Tensor, Tensor>
{
    private readonly ModuleList<Module<Tensor, Tensor>> layer;

    public VitEncoder(IEnumerable<Module<Tensor, Tensor>> blocks)
        : base(nameof(VitEncoder))
    {
        layer = new ModuleList<Module<Tensor, Tensor>>([.. blocks]);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x.alias();
        foreach (var block in layer)
            y = block.call(y).InPlaceOf(y);
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>What left every block.</summary>
    /// <param name="x">[B, L, C].</param>
    /// <returns>One [B, L, C] per block, owned by the caller.</returns>
    public Tensor[] Outputs(Tensor x)
    {
        var outputs = new List<Tensor>();
        foreach (var block in layer)
            outputs.Add(block.call(outputs.Count == 0 ? x : outputs[^1]));
        return [.. outputs];
    }
}
