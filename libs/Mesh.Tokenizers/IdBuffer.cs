using System.Buffers;

namespace Mesh.Tokenizers;

/// <summary>The ids of one text while they are made; room comes from a pool.</summary>
internal sealed class IdBuffer : IDisposable
{
    private int[] _ids = ArrayPool<int>.Shared.Rent(256);

    public int Count { get; private set; }

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public void Add(int id) => Room(1)[0] = id;

    public void Add(ReadOnlySpan<int> ids) => ids.CopyTo(Room(ids.Length));

    public void Dispose() => ArrayPool<int>.Shared.Return(_ids);

    private Span<int> Room(int count)
    {
        if (Count + count > _ids.Length)
        {
            var larger = ArrayPool<int>.Shared.Rent(Math.Max(Count + count, 2 * _ids.Length));
            Ids.CopyTo(larger);
            ArrayPool<int>.Shared.Return(_ids);
            _ids = larger;
        }

        var room = _ids.AsSpan(Count, count);
        Count += count;
        return room;
    }
}
