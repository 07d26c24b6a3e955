using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Nn.Tests;

public sealed class RopeTests
{
    [Fact]
    public void Scores_depend_on_relative_position_only()
    {
        using var scope = NewDisposeScope();
        using var rope = Rope.OfGrid([3, 4, 5], [4, 4, 4], theta: 256, scale: 1.5, CPU);
        var (q, k) = (Everywhere(randn(12)), Everywhere(randn(12)));
        var scores = (rope.Rotate(q).select(2, 0).squeeze(0)).matmul(rope.Rotate(k).select(2, 0).squeeze(0).t());

        // Two pairs of cells, each pair apart by (1, 2, -1).
        var (here, there) = (scores[Cell(0, 0, 1), Cell(1, 2, 0)], scores[Cell(1, 1, 4), Cell(2, 3, 3)]);
        Assert.Equal(here.ToSingle(), there.ToSingle(), 4);

        static Tensor Everywhere(Tensor head) => head.expand(1, 60, 1, 12);
        static long Cell(long t, long h, long w) => (t * 4 + h) * 5 + w;
    }

    [Fact]
    public void The_first_cell_is_not_turned()
    {
        using var scope = NewDisposeScope();
        using var rope = Rope.OfGrid([2, 2, 2], [2, 2, 4], theta: 10, scale: 1, CPU);
        var x = randn(1, 8, 3, 8);

        var turned = rope.Rotate(x);

        Assert.True(turned.select(1, 0).allclose(x.select(1, 0)));
        Assert.False(turned.select(1, 1).allclose(x.select(1, 1)));
        Assert.True(turned.norm(-1).allclose(x.norm(-1), 1e-4, 1e-5));
    }

    [Fact]
    public void A_pair_is_turned_by_position_times_frequency()
    {
        using var scope = NewDisposeScope();
        using var rope = Rope.OfGrid([1, 1, 4], [2, 2, 4], theta: 100, scale: 2, CPU);
        var x = tensor(new float[] { 0, 0, 0, 0, 1, 0, 0, 1 }).expand(1, 4, 1, 8);

        var turned = rope.Rotate(x)[0, 3, 0];  // width position 3, frequencies 1 and 100^(-2/4) = 0.1

        Assert.Equal(Math.Cos(6), turned[4].ToSingle(), 4);
        Assert.Equal(Math.Sin(6), turned[5].ToSingle(), 4);
        Assert.Equal(-Math.Sin(0.6), turned[6].ToSingle(), 4);
        Assert.Equal(Math.Cos(0.6), turned[7].ToSingle(), 4);
    }
}
