using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>A linear layer, computed by <see cref="RowLinear"/>; keys and first weights as in nn.Linear.</summary>
internal sealed class Dense : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    public Dense(long inFeatures, long outFeatures, bool hasBias, Device device, ScalarType dtype)
        : base(nameof(Dense))
    {
        weight = Parameter(empty([outFeatures, inFeatures], dtype, device));
        init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (hasBias)
        {
            var bound = 1 / Math.Sqrt(inFeatures);
            bias = Parameter(empty([outFeatures], dtype, device));
            init.uniform_(bias, -bound, bound);
        }
        RegisterComponents();
    }

    /// <param name="x">[..., in].</param>
    /// <returns>[..., out].</returns>
    public override Tensor forward(Tensor x) => RowLinear.Of(x, weight, bias);
}
