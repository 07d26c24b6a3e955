using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.NanoVae;

/// <summary>Divides by the root mean square over channels, then multiplies by a weight; computed in float32.</summary>
internal sealed class ChannelNorm : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    public ChannelNorm(long channels)
        : base(nameof(ChannelNorm))
    {
        weight = Parameter(ones(channels));
        RegisterComponents();
    }

    /// <param name="x">[..., N].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var rows = x.flatten(0, -2);
        var normed = x.device_type == TorchSharp.DeviceType.CPU
            ? ChannelNormFunction.apply(rows, weight)
            : Composed(rows).to(x.dtype);
        return normed.view_as(x).MoveToOuterDisposeScope();
    }

    private Tensor Composed(Tensor rows)
    {
        var wide = rows.to(ScalarType.Float32);
        return wide * (wide.square().mean([-1], keepdim: true) + ChannelNormFunction.Eps).rsqrt() * weight;
    }
}
