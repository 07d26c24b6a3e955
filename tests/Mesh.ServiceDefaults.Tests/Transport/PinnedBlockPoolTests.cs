using Mesh.ServiceDefaults.Transport;

namespace Mesh.ServiceDefaults.Tests.Transport;

public sealed class PinnedBlockPoolTests
{
    [Fact]
    public void A_returned_block_is_lent_again()
    {
        using var pool = new PinnedBlockPool();
        var first = pool.Rent();
        var memory = first.Memory;
        first.Dispose();

        using var second = pool.Rent();

        Assert.True(memory.Equals(second.Memory));
        Assert.Equal(64 * 1024, memory.Length);
    }

    [Fact]
    public void A_block_that_is_returned_twice_is_lent_once()
    {
        using var pool = new PinnedBlockPool();
        var block = pool.Rent();
        block.Dispose();
        block.Dispose();

        using var first = pool.Rent();
        using var second = pool.Rent();

        Assert.False(first.Memory.Equals(second.Memory));
    }

    [Fact]
    public void Idle_blocks_are_kept_within_bounds()
    {
        using var pool = new PinnedBlockPool();
        var blocks = Enumerable.Range(0, 1100).Select(_ => pool.Rent()).ToList();

        blocks.ForEach(block => block.Dispose());

        Assert.Equal(1024, pool.Idle);
    }

    [Fact]
    public void Larger_blocks_are_refused()
    {
        using var pool = new PinnedBlockPool();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(64 * 1024 + 1));
    }
}
