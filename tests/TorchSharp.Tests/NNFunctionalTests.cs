using static TorchSharp.Tests.NNNumbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public sealed class NNFunctionalTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_equals_softmax_of_scaled_products(bool boolean)
    {
        manual_seed(3);
        var (q, k, v) = (randn(2, 3, 5, 4), randn(2, 3, 7, 4), randn(2, 3, 7, 4));
        var look = (rand(2, 1, 5, 7) > 0.3).logical_or(eye(5, 7, ScalarType.Bool));
        var added = zeros(2, 1, 5, 7).masked_fill(look.logical_not(), double.NegativeInfinity);
        var expected = (q.matmul(k.transpose(-2, -1)) / 2 + added).softmax(-1).matmul(v);
        Near(expected, scaled_dot_product_attention(q, k, v, boolean ? look : added));
    }

    [Fact]
    public void Causal_attention_sees_only_the_past()
    {
        var (q, k, v) = (randn(1, 1, 4, 2), randn(1, 1, 4, 2), randn(1, 1, 4, 2));
        var result = scaled_dot_product_attention(q, k, v, is_casual: true);
        Near(v[0, 0, 0], result[0, 0, 0]);
        var full = scaled_dot_product_attention(q, k, v);
        Near(full[0, 0, 3], result[0, 0, 3]);
        Assert.Throws<ArgumentException>(() =>
            scaled_dot_product_attention(q, k, v, ones(4, 4), is_casual: true));
    }

    [Fact]
    public void Attention_passes_gradients_to_all_three_inputs()
    {
        var inputs = Enumerable.Range(0, 3).Select(_ => randn(1, 2, 3, 4, requires_grad: true)).ToArray();
        scaled_dot_product_attention(inputs[0], inputs[1], inputs[2]).square().sum().backward();
        Assert.All(inputs, input => Assert.True(input.grad!.abs().sum().ToDouble() > 0));
    }

    [Fact]
    public void Replicate_padding_of_five_dimensions_repeats_the_nearest_cell()
    {
        var x = Count(1, 1, 2, 2, 2);
        var padded = pad(x, [1, 0, 0, 1, 2, 0], PaddingModes.Replicate);
        Assert.Equal([1L, 1, 4, 3, 3], padded.shape);
        var rows = cat([x[0, 0, 0], x[0, 0, 0, 1, ..].unsqueeze(0)], 0);
        Near(cat([rows.narrow(1, 0, 1), rows], 1), padded[0, 0, 0]);
        Near(padded[0, 0, 0], padded[0, 0, 2]);
    }

    [Fact]
    public void Constant_and_reflect_padding_fill_the_border()
    {
        Near([9, 0, 1, 2, 9, 9], pad(Count(1, 3), (1L, 2L), value: 9));
        Near([2, 1, 0, 1, 2, 1], pad(Count(1, 1, 3), [2L, 1L], PaddingModes.Reflect));
        Assert.Equal([3L, 4], pad(Count(1, 2), 1L).shape);
    }

    [Fact]
    public void Interpolation_has_the_reference_values()
    {
        Near([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3], interpolate(Count(1, 1, 2, 2), scale_factor: [2]));
        Near(
            [0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3],
            interpolate(Count(1, 1, 2, 2), scale_factor: [2, 2], mode: InterpolationMode.Bilinear));
        Near(
            [3.57142878, 5.14285755, 9.85714340, 11.4285717],
            interpolate(Count(1, 1, 4, 4), [2, 2], mode: InterpolationMode.Bilinear, antialias: true));
        Near(
            [224],
            interpolate(Count(1, 1, 2, 2, 2), scale_factor: [2], mode: InterpolationMode.Trilinear).sum());
        Near([2.5, 4.5, 10.5, 12.5], interpolate(Count(1, 1, 4, 4), [2, 2], mode: InterpolationMode.Area));
    }

    [Fact]
    public void Interpolation_refuses_a_mode_that_does_not_fit()
    {
        var x = Count(1, 1, 2, 2);
        Assert.Throws<ArgumentException>(() => interpolate(x, [4, 4], mode: InterpolationMode.Trilinear));
        Assert.Throws<ArgumentException>(() => interpolate(x));
    }

    [Fact]
    public void Losses_reduce_as_asked()
    {
        var (x, y) = (tensor(new float[] { 0, 1, 4 }), tensor(new float[] { 0, 3, 0 }));
        Near([20 / 3.0], mse_loss(x, y));
        Near([20], mse_loss(x, y, nn.Reduction.Sum));
        Near([0, 2, 4], l1_loss(x, y, nn.Reduction.None));
        Near([0, 1.5, 3.5], smooth_l1_loss(x, y, nn.Reduction.None));
        Near([0, 1, 3], smooth_l1_loss(x, y, nn.Reduction.None, beta: 2));
        Near([Math.Log(2)], cross_entropy(zeros(1, 2), tensor(new long[] { 1 })));
        Near([Math.Log(2)], binary_cross_entropy_with_logits(zeros(1), ones(1)));
    }

    [Fact]
    public void Normalize_one_hot_unfold_and_fold_have_their_textbook_values()
    {
        Near([0.6, 0.8], normalize(tensor(new float[] { 3, 4 }).view(1, 2)));
        Near([0, 0, 1, 1, 0, 0], one_hot(tensor(new long[] { 2, 0 })));
        Near([0, 1, 3, 4], unfold(Count(1, 1, 3, 3), 2)[0, .., 0]);
        Near(Count(1, 1, 4, 4), fold(unfold(Count(1, 1, 4, 4), 2, stride: 2), 4, 2, stride: 2));
    }

    [Fact]
    public void Pools_take_the_largest_or_the_mean()
    {
        Near([5, 7, 13, 15], max_pool2d(Count(1, 1, 4, 4), 2));
        Near([7.5], adaptive_avg_pool2d(Count(1, 1, 4, 4), 1));
    }
}
