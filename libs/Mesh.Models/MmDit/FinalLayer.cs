using TorchSharp.Modules;
using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.MmDit;

/// <summary>From hidden tokens to patches of the output latent.</summary>
internal sealed class FinalLayer : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> linear;
    private readonly Sequential adaLN_modulation;

    public FinalLayer(MmDitConfig config, Layers layers)
        : base(nameof(FinalLayer))
    {
        var C = config.HiddenSize;
        linear = layers.Linear("final_linear", C, config.PatchVolume * config.OutChannels, bias: true);
        adaLN_modulation = Sequential(
            ("0", Identity()),  // the condition arrives after SiLU
            ("1", layers.Linear("final_modulation", C, 2 * C, bias: true)));
        RegisterComponents();
    }

    /// <param name="x">Edited tokens, [B, L, C].</param>
    /// <param name="vec">Their condition after SiLU, [B, C].</param>
    /// <returns>Channel-major patches, [B, L, OutChannels * patch volume].</returns>
    public override Tensor forward(Tensor x, Tensor vec)
    {
        using var scope = NewDisposeScope();
        var mod = adaLN_modulation.call(vec).unsqueeze(1).chunk(2, -1);  // shift, scale
        return linear.call(Modulation.Modulate(x, mod[0], mod[1])).MoveToOuterDisposeScope();
    }
}
