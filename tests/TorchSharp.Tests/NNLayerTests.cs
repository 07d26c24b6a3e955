using TorchSharp.Modules;
using static TorchSharp.Tests.NNNumbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests;

public sealed class NNLayerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Linear_is_the_product_with_the_transpose_plus_bias()
    {
        using var layer = Linear(Parameter(tensor(new float[] { 1, 2, 3, 4 }).view(2, 2)),
            Parameter(tensor(new float[] { 10, 20 })));
        Near([13, 27], layer.call(ones(1, 2)));
    }

    [Fact]
    public void Linear_starts_within_one_over_the_root_of_its_inputs()
    {
        manual_seed(1);
        using var layer = Linear(100, 500);
        Assert.InRange(layer.weight.Numbers().Max(), 0.0995, 0.1);
        Assert.InRange(layer.bias!.Numbers().Min(), -0.1, -0.098);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Convolution_with_an_identity_kernel_returns_its_input(int dims)
    {
        var x = randn([2, 2, .. Enumerable.Repeat(4L, dims)]);
        using Convolution layer = dims switch
        {
            1 => Conv1d(2, 2, 3, padding: 1, bias: false),
            2 => Conv2d(2, 2, 3, padding: 1, bias: false),
            _ => Conv3d(2, 2, 3, padding: 1, bias: false),
        };
        using (no_grad())
        {
            var weight = layer.weight.zero_().view(2, 2, -1);
            var middle = weight.size(2) / 2;
            weight[0, 0, middle] = 1;
            weight[1, 1, middle] = 1;
        }
        Near(x, layer.call(x));
    }

    [Fact]
    public void Convolution_sums_windows_with_stride_dilation_and_groups()
    {
        using var layer = Conv2d(2, 2, (1L, 2L), stride: (1L, 2L), dilation: (1L, 3L), groups: 2);
        init.ones_(layer.weight);
        init.zeros_(layer.bias!);
        // Rows 0..5 and 6..11: x0 + x3, x2 + x5.
        Near([3, 7, 15, 19], layer.call(Count(1, 2, 1, 6)));
    }

    [Fact]
    public void Same_padding_keeps_the_size_and_replicate_padding_repeats_the_border()
    {
        using var same = Conv1d(1, 1, 3, Padding.Same, bias: false);
        init.ones_(same.weight);
        Near([1, 3, 6, 5], same.call(Count(1, 1, 4)));
        using var replicate = Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Replicate, bias: false);
        init.ones_(replicate.weight);
        Near([1, 3, 6, 8], replicate.call(Count(1, 1, 4)));
    }

    [Fact]
    public void Transposed_convolution_spreads_each_input()
    {
        using var layer = ConvTranspose1d(1, 1, 2, stride: 2, bias: false);
        init.ones_(layer.weight);
        Near([0, 0, 1, 1, 2, 2], layer.call(Count(1, 1, 3)));
        Near([0, 0, 1, 1, 2, 2, 0], layer.forward(Count(1, 1, 3), [7]));
        using var volume = ConvTranspose3d(1, 1, 2, stride: 2, bias: false);
        Assert.Equal([1L, 1, 4, 4, 4], volume.call(Count(1, 1, 2, 2, 2)).shape);
    }

    [Fact]
    public void Layer_norm_gives_zero_mean_and_unit_variance()
    {
        using var layer = LayerNorm(4, eps: 0);
        Near([-1.3416408, -0.4472136, 0.4472136, 1.3416408], layer.call(Count(1, 4)));
        using var bare = LayerNorm([2, 2], elementwise_affine: false);
        Assert.Empty(bare.parameters());
        Near([0], bare.call(randn(3, 2, 2)).sum(), 1e-4);
        using var biasless = LayerNorm(4, bias: false);
        Assert.Equal(["weight"], biasless.state_dict().Keys);
    }

    [Fact]
    public void Group_norm_normalises_each_group_of_channels()
    {
        using var layer = GroupNorm(2, 4, eps: 0);
        Near([-1, 1, -1, 1], layer.call(tensor(new float[] { 0, 2, 10, 30 }).view(1, 4, 1)));
        Assert.Throws<ArgumentException>(() => GroupNorm(3, 4));
    }

    [Fact]
    public void Embedding_picks_rows_and_its_padding_row_gets_no_gradient()
    {
        using var layer = Embedding(4, 2, padding_idx: 1);
        var ids = tensor(new long[] { 2, 1, 2 });
        var rows = layer.call(ids);
        Near(layer.weight![2], rows[0]);
        Near([0, 0], rows[1]);
        rows.sum().backward();
        Near([0, 0, 0, 0, 2, 2, 0, 0], layer.weight.grad!);
        using var given = Embedding_from_pretrained(Count(2, 2));
        Near([2, 3], given.call(tensor(1L)));
        Assert.False(given.weight!.requires_grad);
    }

    [Fact]
    public void Dropout_acts_in_training_only_and_keeps_the_mean()
    {
        manual_seed(0);
        using var layer = Dropout(0.25);
        var x = ones(10_000);
        var y = layer.call(x);
        Assert.All(y.Numbers(), number => Assert.True(number == 0 || Math.Abs(number - 4 / 3.0) < 1e-6));
        Assert.InRange(y.mean().ToDouble(), 0.97, 1.03);
        layer.eval();
        Near(x, layer.call(x), 0);
    }

    [Fact]
    public void Activations_have_their_textbook_values()
    {
        var x = tensor(new float[] { -1, 0, 2 });
        Near([0, 0, 2], ReLU().call(x));
        Near([-0.01, 0, 2], LeakyReLU().call(x));
        Near([-0.26894143, 0, 1.76159406], SiLU().call(x));
        Near([-0.15865529, 0, 1.95449996], GELU().call(x));
        Near([-0.15880799, 0, 1.95459776], GELU(Modules.GELU.Approximate.tanh).call(x));
        Near([0.26894142, 0.5, 0.88079708], Sigmoid().call(x));
        Near([-0.76159416, 0, 0.96402758], Tanh(inplace: false).call(x));
        Near([0.04201007, 0.1141952, 0.84379473], Softmax(0).call(x));
        Near([-1, 0, 2], x);
        functional.relu(x, inplace: true);
        Near([0, 0, 2], x);
    }

    [Fact]
    public void Average_pools_take_the_mean_of_windows()
    {
        Near([2.5, 4.5, 10.5, 12.5], AvgPool2d(2).call(Count(1, 1, 4, 4)));
        Near([3.5], AvgPool3d(2).call(Count(1, 1, 2, 2, 2)));
        Near([1, 4], functional.avg_pool3d(Count(1, 1, 2, 1, 3), [1, 1, 3]));
    }

    [Fact]
    public void Pixel_unshuffle_undoes_pixel_shuffle()
    {
        var x = Count(1, 4, 2, 2);
        Near([0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15], PixelShuffle(2).call(x));
        Near(x, PixelUnshuffle(2).call(PixelShuffle(2).call(x)));
    }

    [Fact]
    public void Sequential_runs_in_order_slices_and_frees_what_lies_between()
    {
        using var row = Sequential(("double", Linear(Parameter(tensor(2f).view(1, 1)))), ("cut", ReLU()));
        Near([0, 4], row.call(tensor(new float[] { -1, 2 }).view(2, 1)));
        Assert.Equal(["double.weight"], row.state_dict().Keys);
        Near([-2], row[..1].call(tensor(-1f).view(1, 1)));
        Assert.Equal(2, row.Count);
    }
}
