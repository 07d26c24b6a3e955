using Mesh.Nn;

namespace Mesh.Models.Vit;

/// <summary>DINO: its class token is close for frames that show the same things.</summary>
/// <remarks>Caron et al. 2021, arXiv:2104.14294.</remarks>
public sealed class DinoModel : VitModel
{
    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public DinoModel(VitConfig config, Layers? layers = null)
        : base(
            nameof(DinoModel), config, layers ?? Layers.Default, maskToken: false,
            () => new DinoBlock(config, layers ?? Layers.Default)) => RegisterComponents();
}
