using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.Vit;

// B batch, L tokens, C hidden size, H heads, D head dim

/// <summary>Attention of every token to every token, under the names Hugging Face publishes.</summary>
internal sealed class VitAttention : Module<Tensor, Tensor>
{
    private readonly Projections attention;
    private readonly VitDense output;

    public VitAttention(VitConfig config, Layers layers)
        : base(nameof(VitAttention))
    {
        attention = new Projections(config, layers);
        output = new VitDense(config.HiddenSize, config.HiddenSize, layers);
        RegisterComponents();
    }

    /// <param name="x">[B, L, C].</param>
    /// <returns>[B, L, C].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return output.call(attention.call(x)).MoveToOuterDisposeScope();
    }

    private sealed class Projections : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> query;
        private readonly Module<Tensor, Tensor> key;
        private readonly Module<Tensor, Tensor> value;
        private readonly Module<Tensor, Tensor, Tensor, Tensor?, Tensor> kernel;
        private readonly int _heads;

        public Projections(VitConfig config, Layers layers)
            : base(nameof(Projections))
        {
            var C = config.HiddenSize;
            query = layers.Linear(nameof(query), C, C, config.QkvBias);
            key = layers.Linear(nameof(key), C, C, config.QkvBias);
            value = layers.Linear(nameof(value), C, C, config.QkvBias);
            kernel = layers.Attention();
            _heads = config.NumHeads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return kernel.call(Split(query.call(x)), Split(key.call(x)), Split(value.call(x)), null)
                .MoveToOuterDisposeScope();
        }

        private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2);
    }
}
