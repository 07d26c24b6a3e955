using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Llava;

/// <summary>Takes image features into the space of the language model's tokens.</summary>
internal sealed class LlavaProjector : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> linear_1;
    private readonly Module<Tensor, Tensor> linear_2;

    public LlavaProjector(LlavaConfig config, Layers layers)
        : base(nameof(LlavaProjector))
    {
        var C = config.Text.HiddenSize;
        linear_1 = layers.Linear(nameof(linear_1), config.Vision.HiddenSize, C, bias: true);
        linear_2 = layers.Linear(nameof(linear_2), C, C, bias: true);
        RegisterComponents();
    }

    /// <param name="x">[I, N, vision channels].</param>
    /// <returns>[I, N, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return linear_2.call(functional.gelu(linear_1.call(x))).MoveToOuterDisposeScope();
    }
}
