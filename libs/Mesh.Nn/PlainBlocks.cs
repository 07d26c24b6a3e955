using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>Runs every block once, with the weights it has.</summary>
public sealed class PlainBlocks : IBlockRunner
{
    public static PlainBlocks Instance { get; } = new();

    public Tensor[] Run(Module block, Tensor[] inputs, Func<Tensor[], Tensor[]> forward) => forward(inputs);
}
