using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

/// <summary>A learned factor per channel on a branch before it joins its shortcut.</summary>
/// <remarks>Touvron et al. 2021 (CaiT), arXiv:2103.17239, eq. 4.</remarks>
internal sealed class LayerScale : Module<Tensor, Tensor>
{
    private readonly Parameter lambda1;

    public LayerScale(long channels, Layers layers)
        : base(nameof(LayerScale))
    {
        lambda1 = Parameter(ones([channels], layers.DType, layers.Device));
        RegisterComponents();
    }

    /// <param name="x">[..., channels].</param>
    /// <returns>[..., channels].</returns>
    public override Tensor forward(Tensor x) => x * lambda1;
}
