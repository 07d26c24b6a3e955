using static TorchSharp.torch;

namespace Mesh.Diffusion;

/// <summary>Guidance that keeps the length of the prompted velocity.</summary>
public static class GuidanceRescale
{
    /// <summary>Guided velocity, shrunk or stretched token by token to the length of the prompted one.</summary>
    /// <remarks>Qwen-Image's true CFG; against the over-exposure of Lin et al. 2023, arXiv:2305.08891.</remarks>
    /// <param name="prompted">[B, L, C].</param>
    /// <param name="unprompted">[B, L, C].</param>
    /// <param name="scale">Guidance scale; 1 is the prompted velocity itself.</param>
    /// <returns>[B, L, C].</returns>
    public static Tensor Guided(Tensor prompted, Tensor unprompted, double scale)
    {
        using var scope = NewDisposeScope();
        var guided = unprompted + scale * (prompted - unprompted);
        return (guided * (Length(prompted) / Length(guided))).MoveToOuterDisposeScope();
    }

    private static Tensor Length(Tensor x) => x.square().sum(dim: -1, keepdim: true).sqrt();
}
