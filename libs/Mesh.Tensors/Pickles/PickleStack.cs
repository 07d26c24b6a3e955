namespace Mesh.Tensors.Pickles;

/// <summary>The stack of a pickle, with its marks, and what it remembers by number.</summary>
internal sealed class PickleStack(PickleInput input)
{
    private static readonly object Mark = new();

    private readonly List<object?> _items = [];
    private readonly Dictionary<long, object?> _memo = [];

    public void Push(object? value) => _items.Add(value);

    public void PushMark() => _items.Add(Mark);

    /// <exception cref="InvalidDataException">The stack is empty, or a mark lies on top.</exception>
    public object? Pop()
    {
        var top = Top();
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    public T Pop<T>(string what) => Pop() is T value
        ? value
        : throw input.Invalid($"is malformed: no {what} at byte {input.At}");

    public object? Top() => _items.Count > 0 && !ReferenceEquals(_items[^1], Mark)
        ? _items[^1]
        : throw input.Invalid($"is malformed: nothing on the stack at byte {input.At}");

    /// <summary>Everything above the last mark, which goes too.</summary>
    public object?[] PopToMark()
    {
        var mark = _items.FindLastIndex(item => ReferenceEquals(item, Mark));
        if (mark < 0)
            throw input.Invalid($"is malformed: no mark on the stack at byte {input.At}");

        object?[] above = [.. _items[(mark + 1)..]];
        _items.RemoveRange(mark, _items.Count - mark);
        return above;
    }

    /// <summary>Takes one thing off, a mark included.</summary>
    public void Drop()
    {
        if (_items.Count == 0)
            throw input.Invalid($"is malformed: nothing on the stack at byte {input.At}");
        _items.RemoveAt(_items.Count - 1);
    }

    public void Remember(long number) => _memo[number] = Top();

    public void RememberNext() => Remember(_memo.Count);

    public void Recall(long number) => Push(_memo.TryGetValue(number, out var value)
        ? value
        : throw input.Invalid($"refers to object {number}, which it has not made"));
}
