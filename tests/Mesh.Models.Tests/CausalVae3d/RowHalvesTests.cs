using Mesh.Models.CausalVae3d;
using static TorchSharp.torch;

namespace Mesh.Models.Tests.CausalVae3d;

public sealed class RowHalvesTests
{
    [Theory]
    [InlineData(6, 1, 1)]
    [InlineData(8, 1, 2)]
    [InlineData(7, 2, 2)]  // four rows come out
    public void Two_halves_convolve_as_the_whole_does(long side, long time, long space)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var conv = nn.Conv3d(4, 6, (3, 3, 3), (time, space, space));
        var padded = randn([1, 4, 5, side + 2, side + 2]);
        Assert.True(RowHalves.Suit(padded, conv));

        var (y, gradients) = Run(padded, conv, x => RowHalves.Convolve(x, conv));
        var (expected, theirs) = Run(padded, conv, x => conv.call(x));

        Assert.Equal(expected.shape, y.shape);
        Assert.True(y.allclose(expected, 1e-5, 1e-5));
        Assert.All(gradients.Zip(theirs), pair => Assert.True(pair.First.allclose(pair.Second, 1e-4, 1e-4)));
    }

    [Theory]
    [InlineData(2, 4, 5, 8, 3)]      // already two
    [InlineData(1, 4, 5, 7, 3)]      // five rows come out
    [InlineData(1, 256, 10, 34, 3)]  // large enough by itself
    [InlineData(1, 4, 3, 4, 3)]      // too few cells
    [InlineData(1, 4, 5, 8, 1)]      // nothing overlaps
    public void Other_videos_are_left_whole(long batch, long channels, long frames, long side, long kernel)
    {
        using var scope = NewDisposeScope();
        var conv = nn.Conv3d(channels, 2, kernel);

        Assert.False(RowHalves.Suit(zeros([batch, channels, frames, side, side]), conv));
    }

    private static (Tensor Y, Tensor[] Gradients) Run(
        Tensor padded, nn.Module conv, Func<Tensor, Tensor> convolve)
    {
        conv.zero_grad();
        var x = padded.clone().requires_grad_();
        var y = convolve(x);
        y.square().sum().backward();
        return (y, [x.grad!, .. conv.parameters().Select(weight => weight.grad!.clone())]);
    }
}
