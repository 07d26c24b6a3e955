using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class FactoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Factories_take_shape_type_and_device()
    {
        Assert.Equal([2L, 3], zeros(2, 3).shape);
        Assert.Equal(ScalarType.Float32, ones(1).dtype);
        Assert.Equal(ScalarType.Int64, full(2, 7).dtype);
        Assert.Equal(ScalarType.Float32, full(2, 7.5).dtype);
        Assert.Equal(ScalarType.Float64, full([2L], 7, float64).dtype);
        Assert.True(zeros(1, requires_grad: true).requires_grad);
        NNNumbers.Near([1, 0, 0, 1], eye(2));
        NNNumbers.Near([0, 0.5, 1], linspace(0, 1, 3));
        Assert.Equal([5L, 7], arange(5, 9, 2).data<long>().ToArray());
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.5).dtype);
        Assert.Equal([2L, 1], empty_strided([2, 2], [2, 1]).stride());
    }

    [Fact]
    public void Like_factories_follow_their_model_unless_told_otherwise()
    {
        var model = zeros([2, 3], float64);
        Assert.Equal((ScalarType.Float64, 6L), (ones_like(model).dtype, ones_like(model).numel()));
        Assert.Equal(ScalarType.BFloat16, zeros_like(model, bfloat16).dtype);
        Assert.Equal(ScalarType.Float64, model.new_zeros(4).dtype);
        Assert.Equal(ScalarType.Float64, randn_like(model).dtype);
    }

    [Fact]
    public void Arrays_become_tensors_of_their_rank_and_type()
    {
        Assert.Equal([2L, 2], tensor(new[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1.0 }, float32).dtype);
        Assert.Equal([2L, 3], tensor(new float[6], [2L, 3]).shape);
        Assert.Equal([], tensor(5L).shape);
        Assert.Equal([1L, 2, 1], from_array(new long[1, 2, 1]).shape);
        Assert.Throws<ArgumentException>(() => tensor(new float[5], [2L, 3]));
    }

    [Fact]
    public void Tensors_become_arrays_in_logical_order()
    {
        var x = NNNumbers.Count(2, 3);
        Assert.Equal([0f, 1, 2, 3, 4, 5], x.data<float>().ToArray());
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.t().data<float>().ToArray());
        Assert.Equal(4f, x.data<float>()[1, 1]);
        Assert.Equal(new float[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, (float[,])x.t().data<float>().ToNDArray());
        Assert.Throws<ArgumentException>(() => x.data<double>());
        Assert.Throws<ArgumentException>(() => x.item<float>());
    }

    [Fact]
    public void Bytes_are_the_memory_of_the_tensor()
    {
        var x = zeros(2, int32);
        x.bytes = new byte[] { 1, 0, 0, 0, 0, 1, 0, 0 };
        Assert.Equal([1, 256], x.data<int>().ToArray());
        x.bytes[0] = 5;
        Assert.Equal(5, x[0].item<int>());
        Assert.Throws<InvalidOperationException>(() => zeros(2, 2).t().bytes.Length);
    }

    [Fact]
    public void Bfloat16_keeps_eight_bits_and_rounds_to_even()
    {
        var x = tensor(new[] { (BFloat16)1.5f, (BFloat16)(-2f) });
        Assert.Equal(ScalarType.BFloat16, x.dtype);
        Assert.Equal(-2f, x[1].item<BFloat16>().ToSingle());
        foreach (var value in new[] { 1.00390625f, 1.01171875f, 3.1415927f, -65504f, 1e-40f, float.MaxValue })
        {
            var rounded = tensor(value).bfloat16();
            Assert.Equal(rounded.ToSingle(), ((BFloat16)value).ToSingle());
        }
        Assert.True(BFloat16.IsNaN((BFloat16)float.NaN));
        Assert.Equal((Half)1.5f, tensor(1.5f).half().item<Half>());
    }

    [Fact]
    public void A_meta_tensor_has_a_shape_but_no_elements()
    {
        var x = zeros([1L << 40, 1 << 10], bfloat16, META);
        Assert.True(x.is_meta);
        Assert.Equal([1L << 40, 4], x.matmul(zeros([1 << 10, 4], bfloat16, META)).shape);
        Assert.Throws<InvalidOperationException>(() => x[0, 0].item<BFloat16>());
        Assert.ThrowsAny<Exception>(() => x[0, 0].ToSingle());
    }
}
