using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>A linear layer that computes in the element type of its input, whatever that of its weights.</summary>
internal sealed class CellLinear : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    public CellLinear(long inFeatures, long outFeatures, bool hasBias = true)
        : base(nameof(CellLinear))
    {
        var bound = 1 / Math.Sqrt(inFeatures);
        weight = Parameter(empty([outFeatures, inFeatures]).uniform_(-bound, bound));
        bias = hasBias ? Parameter(zeros(outFeatures)) : null;
        RegisterComponents();
    }

    public Tensor Weight => weight;

    public Tensor Bias => bias ?? throw new InvalidOperationException("The layer has no bias.");

    /// <param name="x">[..., in].</param>
    /// <returns>[..., out], element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return RowLinear.Of(x, weight.to(x.dtype), bias?.to(x.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the output zero, so that what the layer feeds starts as if it were not there.</summary>
    public CellLinear Zeroed()
    {
        using var guard = no_grad();
        weight.zero_();
        bias?.zero_();
        return this;
    }
}
