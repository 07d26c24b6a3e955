using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Mesh.Nn;

/// <summary>A number, as sines and cosines, through two linear layers.</summary>
/// <remarks>Peebles and Xie 2022 (DiT), arXiv:2212.09748, appendix A; frequencies of Ho et al. 2020.</remarks>
public sealed class TimestepEmbedder : Module<Tensor, Tensor>
{
    private const double MaxPeriod = 10_000;

    private readonly Sequential mlp;
    private readonly int _freqDim;

    /// <param name="freqDim">Sines and cosines of one number; even.</param>
    /// <param name="channels">Channels of the result.</param>
    /// <param name="layers">Makes the linear layers.</param>
    public TimestepEmbedder(int freqDim, long channels, Layers layers)
        : base(nameof(TimestepEmbedder))
    {
        mlp = Sequential(
            ("0", layers.Linear("fc1", freqDim, channels, bias: true)),
            ("1", SiLU()),
            ("2", layers.Linear("fc2", channels, channels, bias: true)));
        _freqDim = freqDim;
        RegisterComponents();
    }

    /// <param name="t">[N], any scale; 0 to 1000 for a timestep.</param>
    /// <returns>[N, channels].</returns>
    public override Tensor forward(Tensor t)
    {
        using var scope = NewDisposeScope();
        var dtype = parameters().First().dtype;
        return mlp.call(Sinusoidal(t, _freqDim).to(dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>cos(t f), then sin(t f), for f = 10000^(-i / half).</summary>
    /// <param name="t">[N].</param>
    /// <param name="channels">Even.</param>
    /// <param name="precision">Element type of the angles, as the network was trained.</param>
    /// <returns>float32, [N, channels].</returns>
    public static Tensor Sinusoidal(Tensor t, int channels, ScalarType precision = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var half = channels / 2;
        var steps = arange(half, precision, t.device);
        var angles = t.to(precision).unsqueeze(1) * exp(steps * (-Math.Log(MaxPeriod) / half));
        return cat([angles.cos(), angles.sin()], -1).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
