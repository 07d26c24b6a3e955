using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = NNNumbers.Count(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        var view = _x.view(6, 4);
        var copy = _x.clone();
        view[0, 0] = 100f;
        Assert.Equal(100, _x[0, 0, 0].item<float>());
        Assert.Equal(0, copy[0, 0, 0].item<float>());
    }

    [Fact]
    public void Shape_changes()
    {
        Assert.Equal([4L, 2, 3], _x.permute(2, 0, 1).shape);
        Assert.Equal([2L, 4, 3], _x.transpose(1, 2).shape);
        Assert.Equal([24L], _x.flatten().shape);
        Assert.Equal([2L, 12], _x.flatten(1).shape);
        Assert.Equal([2L, 3, 2, 2], _x.unflatten(2, 2, 2).shape);
        Assert.Equal([1L, 2, 3, 4], _x.unsqueeze(0).shape);
        Assert.Equal(_x.shape, _x.unsqueeze(0).squeeze().shape);
        Assert.Equal([5L, 2, 3, 4], _x.expand(5, -1, -1, -1).shape);
        Assert.Equal([4L, 3, 8], _x.repeat(2, 1, 2).shape);
        Assert.Equal([2L, 6, 4], _x.repeat_interleave(2, dim: 1).shape);
        Assert.Equal([3L, 4, 2], movedim(_x, 0, 2).shape);
        Assert.False(_x.transpose(0, 2).is_contiguous());
        Assert.Equal([12L, 4, 1], _x.stride());
    }

    [Fact]
    public void Parts_along_a_dimension()
    {
        NNNumbers.Near([4, 5, 6, 7, 16, 17, 18, 19], _x.select(1, 1));
        Assert.Equal([2L, 2, 4], _x.narrow(1, 1, 2).shape);
        Assert.Equal([2, 2], _x.chunk(2, 2).Select(part => (int)part.shape[2]));
        Assert.Equal([2, 1], _x.split(2, 1).Select(part => (int)part.shape[1]));
        Assert.Equal([1, 3], _x.split([1L, 3], 2).Select(part => (int)part.shape[2]));
        Assert.Equal(3, _x.unbind(1).Length);
        NNNumbers.Near([3, 2, 1, 0], _x.flip(2)[0, 0]);
        NNNumbers.Near([3, 0, 1, 2], _x.roll(1, 2)[0, 0]);
    }

    [Fact]
    public void Cat_and_stack_undo_split_and_unbind()
    {
        Assert.True(cat(_x.split(1, 2), 2).Equals(_x));
        Assert.True(stack(_x.unbind(1), 1).Equals(_x));
        Assert.True(cat([_x[.., ..1], _x[.., 1..]], 1).Equals(_x));
    }

    [Fact]
    public void Indices_are_numbers_ranges_ellipsis_and_new_dimensions()
    {
        Assert.Equal(23, _x[1, 2, 3].item<float>());
        Assert.Equal(23, _x[-1, -1, -1].item<float>());
        NNNumbers.Near([3, 7, 11], _x[0, .., 3]);
        NNNumbers.Near([3, 7, 11], _x[0, TensorIndex.Ellipsis, ^1]);
        NNNumbers.Near([1, 2], _x[0, 0, 1..3]);
        NNNumbers.Near([0, 2], _x[0, 0, TensorIndex.Slice(null, null, 2)]);
        Assert.Equal([2L, 1, 3, 4], _x[.., TensorIndex.None].shape);
        Assert.Equal([2L, 3], _x[TensorIndex.Ellipsis, 0].shape);
        Assert.Throws<IndexOutOfRangeException>(() => _x[0, 0, 0, 0]);
    }

    [Fact]
    public void Indices_are_tensors_of_positions_or_masks()
    {
        var rows = tensor(new long[] { 1, 0 });
        NNNumbers.Near([12, 0], _x[rows][TensorIndex.Ellipsis, 0, 0]);
        NNNumbers.Near([16, 4], _x[TensorIndex.Tensor(rows), 1, 0]);
        NNNumbers.Near([21, 22, 23], _x[_x > 20]);
        Assert.Equal([2L, 4], _x[.., TensorIndex.Tensor(tensor(new[] { false, true, false }))].reshape(2, 4).shape);
        Assert.Equal([1L, 2, 3, 4], _x[TensorIndex.Bool(true)].shape);
        var plane = _x.select(2, 0) > 4;
        Assert.Equal([4L, 2], _x[TensorIndex.Tensor(plane), 1..3].shape);
        NNNumbers.Near([9, 13, 17, 21], _x[TensorIndex.Tensor(_x.select(2, 0) > 4), TensorIndex.Single(1)]);
    }

    [Fact]
    public void Parts_are_written_in_place()
    {
        _x[0] = 0f;
        _x[1, .., 0] = tensor(new float[,] { { 7, 8, 9 } });
        _x[_x > 20] = -1f;
        NNNumbers.Near([0, 0, 0, 0], _x[0, 2]);
        NNNumbers.Near([7, 13, 14, 15, 8, 17, 18, 19, 9, -1, -1, -1], _x[1].flatten());
    }

    [Fact]
    public void Gather_and_scatter_are_inverse()
    {
        var index = tensor(new long[,] { { 2, 0, 1 } });
        var source = tensor(new float[,] { { 10, 20, 30 } });
        NNNumbers.Near([30, 10, 20], source.gather(1, index));
        NNNumbers.Near([10, 20, 30], zeros(1, 3).scatter_(1, index, source.gather(1, index)));
        NNNumbers.Near([2, 1], tensor(new float[] { 1, 2 }).index_select(0, tensor(new long[] { 1, 0 })));
        NNNumbers.Near([1, 0, 3], tensor(new float[] { 1, 2, 3 }).masked_fill(tensor(new[] { false, true, false }), 0));
    }

    [Fact]
    public void Triangles_diagonals_and_grids()
    {
        NNNumbers.Near([1, 0, 1, 1], ones(2, 2).tril());
        NNNumbers.Near([0, 1, 0, 0], ones(2, 2).triu(1));
        NNNumbers.Near([0, 5, 10], NNNumbers.Count(3, 4).diagonal());
        var grids = meshgrid([arange(2), arange(3)]);
        Assert.Equal([2L, 3], grids[0].shape);
        Assert.Equal([0L, 0, 0, 1, 1, 1], grids[0].flatten().data<long>().ToArray());
    }
}
