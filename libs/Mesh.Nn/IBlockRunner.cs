using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>
/// Runs the blocks of a network: sharding gathers their weights around a block, checkpointing runs it again in
/// backward.
/// </summary>
public interface IBlockRunner
{
    /// <param name="block">Whose weights the computation uses.</param>
    /// <param name="inputs">Every tensor that the computation reads beside the weights.</param>
    /// <param name="forward">The computation; may run more than once.</param>
    Tensor[] Run(Module block, Tensor[] inputs, Func<Tensor[], Tensor[]> forward);
}
