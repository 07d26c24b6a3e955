using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llama;

/// <summary>SwiGLU: one projection, gated by the SiLU of another.</summary>
/// <remarks>Shazeer 2020, arXiv:2002.05202, eq. 6.</remarks>
internal sealed class LlamaMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> gate_proj;
    private readonly Module<Tensor, Tensor> up_proj;
    private readonly Module<Tensor, Tensor> down_proj;

    public LlamaMlp(LlamaConfig config, Layers layers)
        : base(nameof(LlamaMlp))
    {
        gate_proj = layers.Linear(nameof(gate_proj), config.HiddenSize, config.FfnSize, bias: false);
        up_proj = layers.Linear(nameof(up_proj), config.HiddenSize, config.FfnSize, bias: false);
        down_proj = layers.Linear(nameof(down_proj), config.FfnSize, config.HiddenSize, bias: false);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return down_proj.call(functional.silu(gate_proj.call(x)).mul_(up_proj.call(x))).MoveToOuterDisposeScope();
    }
}
