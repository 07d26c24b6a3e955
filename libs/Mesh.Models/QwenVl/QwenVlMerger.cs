using Mesh.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Models.QwenVl;

/// <summary>The patches of a cell side by side, taken into the space of the language model's tokens.</summary>
internal sealed class QwenVlMerger : Module<Tensor, Tensor>
{
    private readonly RmsNorm ln_q;
    private readonly TorchSharp.Modules.Sequential mlp;
    private readonly long _width;

    public QwenVlMerger(QwenVlVisionConfig config, Layers layers)
        : base(nameof(QwenVlMerger))
    {
        _width = (long)config.HiddenSize * config.MergeSize * config.MergeSize;
        ln_q = new RmsNorm(config.HiddenSize, layers, config.NormEps);
        mlp = Sequential(
            layers.Linear("0", _width, _width, bias: true),
            GELU(),
            layers.Linear("2", _width, config.OutputSize, bias: true));
        RegisterComponents();
    }

    /// <param name="x">The patches of a cell follow one another, [N, C].</param>
    /// <returns>[N / m, O].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return mlp.call(ln_q.call(x).view(-1, _width)).MoveToOuterDisposeScope();
    }
}
