using Mesh.Nn;
using Mesh.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.CausalVae3d;

/// <summary>Norm, SiLU, convolution: the step every block is made of, with one activation alive at a time.</summary>
internal static class NormSiluConv
{
    /// <param name="x">[B, C, T, H, W]; it is left alone.</param>
    /// <param name="norm">Group norm over C channels.</param>
    /// <param name="conv">Convolution from C channels.</param>
    public static Tensor Of(Tensor x, WideGroupNorm norm, CausalConv3d conv)
    {
        using var scope = NewDisposeScope();
        var normed = norm.call(x);
        var active = functional.silu(normed).InPlaceOf(normed);
        return conv.call(active).MoveToOuterDisposeScope();
    }
}
