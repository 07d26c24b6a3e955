namespace Mesh.Curation.Scenes;

/// <summary>The last few of a stream of items, by their number in the stream.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly T[] _items = new T[capacity];

    /// <summary>Items so far.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the oldest that is kept.</summary>
    public int First => Math.Max(0, Count - _items.Length);

    public T this[int number] => _items[number % _items.Length];

    public void Add(T item) => _items[Count++ % _items.Length] = item;
}
