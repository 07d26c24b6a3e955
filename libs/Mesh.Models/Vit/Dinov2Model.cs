using Mesh.Nn;

namespace Mesh.Models.Vit;

/// <summary>DINOv2: its class token finds near-duplicates, its patches feed dense tasks.</summary>
/// <remarks>Oquab et al. 2023, arXiv:2304.07193.</remarks>
public sealed class Dinov2Model : VitModel
{
    /// <param name="config">Shape of the network.</param>
    /// <param name="layers">Makes the layers; null for float32 on the CPU.</param>
    /// <exception cref="ArgumentException">Two settings of the config contradict each other.</exception>
    public Dinov2Model(VitConfig config, Layers? layers = null)
        : base(
            nameof(Dinov2Model), config, layers ?? Layers.Default, config.MaskToken,
            () => new Dinov2Block(config, layers ?? Layers.Default)) => RegisterComponents();
}
