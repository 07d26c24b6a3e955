using static TorchSharp.torch;

namespace Mesh.Nn;

/// <summary>Rotary positions of the cells of a grid, several axes sharing the channels of a head.</summary>
/// <remarks>
/// Su et al. 2021, arXiv:2104.09864, eq. 34, on interleaved pairs (x0, x1), one block of channels per axis. A pair is
/// one complex number and a rotation one complex product, in float32.
/// </remarks>
public sealed class Rope : IDisposable
{
    private readonly Tensor _turns;

    private Rope(Tensor turns) => _turns = turns;

    /// <summary>Positions of a grid, row-major: the last axis runs fastest.</summary>
    /// <param name="sizes">Cells per axis.</param>
    /// <param name="channels">Channels of a head per axis, each even.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <param name="scale">Factor on every position.</param>
    /// <param name="device">Where the table lies.</param>
    /// <param name="precision">Element type of the angles, as the network was trained.</param>
    public static Rope OfGrid(
        IReadOnlyList<long> sizes,
        IReadOnlyList<int> channels,
        double theta,
        double scale,
        Device device,
        ScalarType precision = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var angles = new List<Tensor>();
        for (var axis = 0; axis < sizes.Count; axis++)
        {
            var shape = Enumerable.Repeat(1L, sizes.Count + 1).ToArray();
            shape[axis] = sizes[axis];
            shape[^1] = channels[axis] / 2;
            var along = AxisAngles(sizes[axis], channels[axis], theta, scale, device, precision).view(shape);
            angles.Add(along.expand([.. sizes, shape[^1]]).reshape(-1, shape[^1]));
        }

        return OfAngles(cat(angles, -1));
    }

    /// <summary>Any positions, one row of numbers for each token.</summary>
    /// <param name="positions">Position along each axis, [L, axes].</param>
    /// <param name="channels">Channels of a head per axis, each even.</param>
    /// <param name="theta">Base of the wave lengths.</param>
    /// <param name="precision">Element type of the angles, as the network was trained.</param>
    public static Rope OfPositions(
        Tensor positions, IReadOnlyList<int> channels, double theta, ScalarType precision = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var axes = channels.Select((count, axis) => outer(
            positions.select(1, axis).to(precision), Frequencies(count, theta, positions.device, precision)));
        return OfAngles(cat([.. axes], -1));
    }

    /// <param name="x">Heads before they are transposed, one or more streams of the L cells, [B, S * L, H, D].</param>
    /// <returns>Shape and element type of <paramref name="x"/>.</returns>
    public Tensor Rotate(Tensor x)
    {
        using var scope = NewDisposeScope();
        var pairs = x.to(ScalarType.Float32).contiguous()
            .view(x.shape[0], Streams(x), _turns.shape[0], x.shape[2], x.shape[3] / 2, 2).view_as_complex();
        return (pairs * _turns).view_as_real().view(x.shape).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Positions of a run of the cells.</summary>
    public Rope Part(long start, long count) => new(_turns.narrow(0, start, count).DetachFromDisposeScope());

    public void Dispose() => _turns.Dispose();

    private long Streams(Tensor x) => _turns.shape[0] == 0 ? 1 : x.shape[1] / _turns.shape[0];

    private static Tensor AxisAngles(
        long size, int channels, double theta, double scale, Device device, ScalarType precision)
    {
        var frequencies = Frequencies(channels, theta, device, precision);
        return outer(arange(size, precision, device) * scale, frequencies);
    }

    private static Tensor Frequencies(int channels, double theta, Device device, ScalarType precision)
    {
        var exponents = arange(0, channels, 2, precision, device) * (-1.0 / channels);
        return pow(tensor(theta, precision, device), exponents);
    }

    private static Rope OfAngles(Tensor angles)
    {
        var angle = angles.unsqueeze(1);  // [L, 1, D / 2]
        var (real, imaginary) = (angle.cos().to(ScalarType.Float32), angle.sin().to(ScalarType.Float32));
        return new Rope(complex(real, imaginary).DetachFromDisposeScope());
    }
}
