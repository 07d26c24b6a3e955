using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Comparison of tensors with numbers.</summary>
internal static class NNNumbers
{
    internal static double[] Numbers(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    internal static void Near(double[] expected, Tensor actual, double tolerance = 1e-5)
    {
        var numbers = actual.Numbers();
        Assert.Equal(expected.Length, numbers.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - numbers[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"element {i} is {numbers[i]}, expected {expected[i]}");
    }

    internal static void Near(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        Near(expected.Numbers(), actual, tolerance);
    }

    /// <summary>0, 1, 2, ... in a shape.</summary>
    internal static Tensor Count(params long[] shape) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), ScalarType.Float32).view(shape);
}
