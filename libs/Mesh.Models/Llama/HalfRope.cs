using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>Rotary positions on the two halves of a head: channel i turns with channel i + D/2.</summary>
/// <remarks>Su et al. 2021, arXiv:2104.09864, eq. 34, in the channel order of the published LLaMA weights.</remarks>
internal sealed class HalfRope
{
    private readonly Tensor _cos;
    private readonly Tensor _sin;

    /// <param name="angles">Of each pair of channels, float32, [B, L, D / 2].</param>
    public HalfRope(Tensor angles)
    {
        using var scope = NewDisposeScope();
        _cos = angles.cos().unsqueeze(1).MoveToOuterDisposeScope();
        _sin = angles.sin().unsqueeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>Positions of words, or of words and pictures where a config has sections.</summary>
    /// <param name="places">Place of every token along each axis, int64, [axes, B, L].</param>
    /// <param name="config">Gives head size, base and sections.</param>
    public static HalfRope OfTokens(Tensor places, LlamaConfig config)
    {
        using var scope = NewDisposeScope();
        var angles = Angles(places, config.HeadDim, config.RopeTheta);                      // [axes, B, L, D / 2]
        var rope = new HalfRope(config.RopeSections is { } sections && places.shape[0] > 1
            ? OfSections(angles, sections)
            : angles[0]);
        rope._cos.MoveToOuterDisposeScope();
        rope._sin.MoveToOuterDisposeScope();
        return rope;
    }

    /// <param name="places">int64, any shape.</param>
    /// <param name="channels">Even.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <returns>float32, [..., channels / 2].</returns>
    public static Tensor Angles(Tensor places, int channels, double theta)
    {
        using var scope = NewDisposeScope();
        var exponents = arange(0, channels, 2, ScalarType.Float32, places.device) * (-1.0 / channels);
        var frequencies = pow(tensor(theta, ScalarType.Float32, places.device), exponents);
        return (places.to(ScalarType.Float32).unsqueeze(-1) * frequencies).MoveToOuterDisposeScope();
    }

    /// <param name="x">[B, H, L, D].</param>
    /// <returns>Shape and element type of <paramref name="x"/>; computed in float32.</returns>
    public Tensor Rotate(Tensor x)
    {
        using var scope = NewDisposeScope();
        var halves = x.to(ScalarType.Float32).chunk(2, -1);
        var (first, second) = (halves[0], halves[1]);
        return cat([first * _cos - second * _sin, second * _cos + first * _sin], -1).to(x.dtype)
            .MoveToOuterDisposeScope();
    }

    // Each axis turns its own run of channels, at the frequencies that these have.
    private static Tensor OfSections(Tensor angles, IReadOnlyList<int> sections)
    {
        var (parts, first) = (new List<Tensor>(), 0L);
        foreach (var (axis, size) in sections.Index())
        {
            parts.Add(angles[axis].narrow(-1, first, size));
            first += size;
        }
        return cat(parts, -1);
    }
}
