using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Mesh.ServiceDefaults.Transport;

/// <summary>Receive and send buffers of 64 KiB: the server's own of 4 KiB cost 16 times the reads.</summary>
/// <remarks>Blocks are pinned for good, since sockets would pin them with every operation.</remarks>
internal sealed class PinnedBlockPool : MemoryPool<byte>
{
    public const int BlockBytes = 64 * 1024;

    private const int MaxIdle = 1024;  // 64 MiB

    private readonly ConcurrentQueue<Block> _idle = new();
    private volatile bool _disposed;

    public override int MaxBufferSize => BlockBytes;

    /// <summary>Blocks that wait to be used.</summary>
    public int Idle => _idle.Count;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_idle.TryDequeue(out var block))
            block = new Block(this);
        block.Lend();
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        _idle.Clear();
    }

    private sealed class Block(PinnedBlockPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        private int _lent;

        public Memory<byte> Memory => _bytes;

        public void Lend() => Volatile.Write(ref _lent, 1);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _lent, 0) == 1 && !pool._disposed && pool._idle.Count < MaxIdle)
                pool._idle.Enqueue(this);
        }
    }
}

/// <summary>Gives every connection of the server the same pool.</summary>
internal sealed class PinnedBlockPoolFactory : IMemoryPoolFactory<byte>, IDisposable
{
    private readonly PinnedBlockPool _pool = new();

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => _pool;

    public void Dispose() => _pool.Dispose();
}
