using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class OpsTests
{
    /// <summary>Younger than the libtorch that Debian has; each has a fallback.</summary>
    private static readonly string[] MayBeAbsent = ["scaled_dot_product_attention", "rms_norm"];

    [Fact]
    public void The_loaded_libtorch_has_every_operator_that_is_named()
    {
        var operators = typeof(torch).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(Op))
            .Select(field => (Op)field.GetValue(null)!)
            .ToList();

        Assert.True(operators.Count > 500);
        Assert.Empty(operators.Where(op => !op.Exists).Select(op => op.Name).Except(MayBeAbsent));
    }

    [Fact]
    public void An_absent_operator_is_known_as_such()
    {
        var op = new Op("no_such_operator");
        Assert.False(op.Exists);
        Assert.Contains("no_such_operator", Assert.Throws<NotSupportedException>(() => op.Call(1L)).Message);
    }

    [Fact]
    public void Arguments_are_widened_by_the_schema()
    {
        using var scope = NewDisposeScope();
        var x = NNNumbers.Count(1, 1, 4, 4);
        Assert.Equal([1L, 1, 2, 2], new Op("avg_pool2d").Call(x, 2, 2).shape);
        Assert.Equal(ScalarType.Float64, new Op("full").Call(new long[] { 40 }, true, ScalarType.Float64).dtype);
        Assert.Equal(2.0, new Op("item").CallDouble(new Op("dropout").Call(full(1, 2.0), 0, false)));
    }

    [Fact]
    public void Long_arrays_and_many_tensors_go_through()
    {
        using var scope = NewDisposeScope();
        var parts = Enumerable.Range(0, 1000).Select(k => full(1, (double)k)).ToArray();
        Assert.Equal(499_500, cat(parts).sum().item<float>());
        Assert.Equal(1000, cat(parts).split(Enumerable.Repeat(1L, 1000).ToArray()).Length);
    }

    [Fact]
    public void Too_many_arguments_are_an_error() =>
        Assert.ThrowsAny<Exception>(() => new Op("relu").Call(1L, 2L));

    [Fact]
    public void Settings_of_the_process_are_readable()
    {
        Assert.Matches(@"^\d+\.\d+", __version__);
        Assert.True(get_num_threads() >= 1);
        Assert.Equal(cuda.device_count() > 0, cuda.is_available());
    }
}
