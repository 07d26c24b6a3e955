using Mesh.Nn;
using Mesh.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Clip;

/// <summary>The blocks of one of CLIP's transformers.</summary>
internal sealed class ClipEncoder : Module<Tensor, Tensor?, Tensor>
{
    private readonly ModuleList<ClipBlock> layers;

    public ClipEncoder(ClipTowerConfig config, Layers make)
        : base(nameof(ClipEncoder))
    {
        layers = new ModuleList<ClipBlock>(
            [.. Enumerable.Range(0, config.NumLayers).Select(_ => new ClipBlock(config, make))]);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <param name="mask">Added to the scores, [B, 1, L, L]; null when every token sees all.</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x, Tensor? mask) => After(x, mask, layers.Count);

    /// <summary>The state after some of the blocks.</summary>
    public Tensor After(Tensor x, Tensor? mask, int blocks)
    {
        using var scope = NewDisposeScope();
        x = x.alias();
        for (var i = 0; i < blocks; i++)
            x = layers[i].call(x, mask).InPlaceOf(x);
        return x.MoveToOuterDisposeScope();
    }
}
