using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.JointDit;

/// <summary>Projections of tokens as heads.</summary>
internal static class HeadSplit
{
    /// <param name="projection">From C to C channels.</param>
    /// <param name="x">[B, L, C].</param>
    /// <param name="heads">H, which divides C.</param>
    /// <returns>[B, L, H, C / H].</returns>
    public static Tensor Heads(this Module<Tensor, Tensor> projection, Tensor x, int heads) =>
        projection.call(x).view(x.shape[0], x.shape[1], heads, -1);
}
