using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Parity.Tests;

/// <summary>The comparison with recorded tensors.</summary>
internal static class Close
{
    // Differences between two correct fp32 implementations of the reference were 1e-6 to 3e-5.
    private const double Absolute = 5e-5;
    private const double Relative = 1e-4;

    /// <summary>Fails where |actual - expected| exceeds 5e-5 + 1e-4 |expected|; names the worst element.</summary>
    /// <param name="name">Name of the recorded tensor.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="expected">The recorded one.</param>
    /// <param name="rows">Which leading rows count, nonzero = yes; null for all.</param>
    public static void Assert(string name, Tensor actual, Tensor expected, Tensor? rows = null)
    {
        using var scope = NewDisposeScope();
        if (!actual.shape.SequenceEqual(expected.shape))
        {
            Fail($"{name}: shape [{string.Join(", ", actual.shape)}], recorded [{string.Join(", ", expected.shape)}]");
        }

        var (a, b) = (actual.detach().cpu().to(ScalarType.Float64), expected.cpu().to(ScalarType.Float64));
        var excess = (a - b).abs() - (Absolute + Relative * b.abs());
        var bad = (excess > 0) | a.isnan() | a.isinf();
        if (rows is not null)
            bad = bad & (rows != 0).cpu().view([.. rows.shape, .. Enumerable.Repeat(1L, (int)(a.dim() - rows.dim()))]);
        if (!bad.any().ToBoolean())
            return;

        var worst = excess.masked_fill(bad.logical_not(), double.NegativeInfinity).nan_to_num(double.MaxValue)
            .flatten().argmax().ToInt64();
        Fail($"{name} at [{string.Join(", ", IndexOf(worst, a.shape))}]: {a.flatten()[worst].ToDouble():G9}, recorded "
            + $"{b.flatten()[worst].ToDouble():G9}; {bad.sum().ToInt64()} of {a.numel()} elements differ");
    }

    private static long[] IndexOf(long flat, long[] shape)
    {
        var index = new long[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
            (flat, index[axis]) = Math.DivRem(flat, shape[axis]);
        return index;
    }

    private static void Fail(string message) => Xunit.Assert.Fail(message);
}
