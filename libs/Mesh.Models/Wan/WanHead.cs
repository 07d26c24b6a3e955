using Mesh.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Wan;

/// <summary>From hidden tokens to patches of the output latent.</summary>
internal sealed class WanHead : Module<Tensor, Tensor, Tensor>
{
    private readonly Parameter modulation;  // [1, 2, C]: shift, scale
    private readonly Module<Tensor, Tensor> head;
    private readonly double _eps;

    public WanHead(WanConfig config, Layers layers)
        : base(nameof(WanHead))
    {
        modulation = Parameter(zeros([1, 2, config.HiddenSize], layers.DType, layers.Device));
        head = layers.Linear("head", config.HiddenSize, config.PatchVolume * config.OutChannels, bias: true);
        _eps = config.NormEps;
        RegisterComponents();
    }

    /// <param name="x">float32, [B, L, C].</param>
    /// <param name="time">Embedded timestep before its projection, float32, [B, C].</param>
    /// <returns>Channel-last patches, [B, L, patch volume * OutChannels].</returns>
    public override Tensor forward(Tensor x, Tensor time)
    {
        using var scope = NewDisposeScope();
        var mod = (modulation.to(ScalarType.Float32) + time.unsqueeze(1)).chunk(2, 1);
        var seen = Normalization.LayerNorm(x, _eps) * (1 + mod[1]) + mod[0];
        return head.call(seen.to(modulation.dtype)).MoveToOuterDisposeScope();
    }
}
