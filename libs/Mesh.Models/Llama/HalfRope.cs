using static TorchSharp.torch;

namespace Mesh.Models.Llama;

/// <summary>Rotary positions on the two halves of a head: channel i turns with channel i + D/2.</summary>
/// <remarks>Su et al. 2021, arXiv:2104.09864, eq. 34, in the channel order of the published LLaMA weights.</remarks>
internal sealed class HalfRope
{
    private readonly Tensor _cos;
    private readonly Tensor _sin;

    /// <param name="positions">Place of every token, int64, [B, L].</param>
    /// <param name="headDim">D, even.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    public HalfRope(Tensor positions, int headDim, double theta)
    {
        using var scope = NewDisposeScope();
        var exponents = arange(0, headDim, 2, ScalarType.Float32, positions.device) * (-1.0 / headDim);
        var frequencies = pow(tensor(theta, ScalarType.Float32, positions.device), exponents);      // [D / 2]
        var angles = positions.to(ScalarType.Float32).unsqueeze(-1) * frequencies;                  // [B, L, D / 2]
        _cos = angles.cos().unsqueeze(1).MoveToOuterDisposeScope();
        _sin = angles.sin().unsqueeze(1).MoveToOuterDisposeScope();
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
}
