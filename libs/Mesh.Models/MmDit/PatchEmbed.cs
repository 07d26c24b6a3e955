using TorchSharp.Modules;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>One linear layer on patches; its weight is stored as that of a strided convolution.</summary>
internal sealed class PatchEmbed : Module<Tensor, Tensor>
{
    private readonly Conv3d proj;

    public PatchEmbed(MmDitConfig config, Layers layers)
        : base(nameof(PatchEmbed))
    {
        var kernel = ((long)config.PatchSize[0], (long)config.PatchSize[1], (long)config.PatchSize[2]);
        proj = Conv3d(
            config.InChannels, config.HiddenSize, kernel, stride: kernel, device: layers.Device, dtype: layers.DType);
        RegisterComponents();
    }

    public Parameter Weight => proj.weight;

    public Parameter Bias => proj.bias!;

    /// <param name="patches">[B, L, InChannels * patch volume].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor patches)
    {
        using var scope = NewDisposeScope();
        return RowLinear.Of(patches.to(Weight.dtype), Weight.flatten(1), Bias).MoveToOuterDisposeScope();
    }
}
