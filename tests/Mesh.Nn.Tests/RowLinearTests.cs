using static TorchSharp.torch;

namespace Mesh.Nn.Tests;

public sealed class RowLinearTests
{
    [Theory]
    [InlineData(2, 133, true)]   // 19 images of 14 rows
    [InlineData(1, 64, false)]
    [InlineData(1, 67, true)]    // a prime: the plain product
    [InlineData(3, 1, true)]
    public void It_is_the_linear_layer_of_the_library_with_its_gradients(long batch, long rows, bool hasBias)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var (x, weight, bias) = (randn(batch, rows, 5), randn(7, 5), hasBias ? randn(7) : null);
        Tensor[] leaves = bias is null ? [x, weight] : [x, weight, bias];
        var gradient = randn(batch, rows, 7);

        var (y, ours) = Run(leaves, gradient, (x, w, b) => RowLinear.Of(x, w, b));
        var (expected, theirs) = Run(leaves, gradient, (x, w, b) => nn.functional.linear(x, w, b));

        Assert.Equal([batch, rows, 7], y.shape);
        Assert.True(y.allclose(expected, 1e-5, 1e-5));
        Assert.All(ours.Zip(theirs), pair => Assert.True(pair.First.allclose(pair.Second, 1e-5, 1e-4)));
    }

    [Fact]
    public void Rows_that_are_not_contiguous_come_out_in_their_order()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (randn(5, 64).t(), randn(3, 5));

        Assert.True(RowLinear.Of(x, weight, null).allclose(x.matmul(weight.t()), 1e-5, 1e-5));
    }

    [Theory]
    [InlineData(266, 19L)]
    [InlineData(256, 16L)]
    [InlineData(60, null)]
    [InlineData(67, null)]
    public void Rows_are_laid_in_images_that_are_neither_few_nor_narrow(long rows, long? images) =>
        Assert.Equal(images, RowLinear.ImagesFor(rows));

    private static (Tensor Y, Tensor[] Gradients) Run(
        Tensor[] leaves, Tensor gradient, Func<Tensor, Tensor, Tensor?, Tensor> linear)
    {
        Tensor[] copies = [.. leaves.Select(leaf => leaf.detach().clone().requires_grad_())];
        var y = linear(copies[0], copies[1], copies.ElementAtOrDefault(2));
        y.backward([gradient]);
        return (y, [.. copies.Select(copy => copy.grad!)]);
    }
}
