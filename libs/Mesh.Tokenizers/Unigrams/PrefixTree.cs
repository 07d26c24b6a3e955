namespace Mesh.Tokenizers.Unigrams;

/// <summary>A tree of the characters of many pieces; all its edges lie in one hash table.</summary>
internal sealed class PrefixTree
{
    public const int Root = 0;

    private ulong[] _edges = new ulong[1 << 12];  // node and character, plus one so that 0 is free
    private int[] _targets = new int[1 << 12];
    private int[] _values = [-1];
    private int _nodes = 1;

    /// <summary>Adds a piece; of two equal ones the last counts.</summary>
    public void Add(string piece, int value)
    {
        var node = Root;
        foreach (var unit in piece)
        {
            var child = Child(node, unit);
            node = child >= 0 ? child : AddNode(node, unit);
        }

        _values[node] = value;
    }

    /// <summary>The node that a character leads to, or -1.</summary>
    public int Child(int node, char unit)
    {
        var key = Key(node, unit);
        var mask = _edges.Length - 1;
        for (var slot = SlotOf(key, mask); _edges[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_edges[slot] == key)
                return _targets[slot];
        }

        return -1;
    }

    /// <summary>The value of the piece that ends at a node, or -1.</summary>
    public int ValueOf(int node) => _values[node];

    private int AddNode(int parent, char unit)
    {
        if (2 * _nodes >= _edges.Length)
            Grow();
        if (_nodes == _values.Length)
            Array.Resize(ref _values, 2 * _nodes);

        Insert(Key(parent, unit), _nodes);
        _values[_nodes] = -1;
        return _nodes++;
    }

    private void Grow()
    {
        var (edges, targets) = (_edges, _targets);
        (_edges, _targets) = (new ulong[2 * edges.Length], new int[2 * edges.Length]);
        for (var i = 0; i < edges.Length; i++)
        {
            if (edges[i] != 0)
                Insert(edges[i], targets[i]);
        }
    }

    private void Insert(ulong key, int target)
    {
        var mask = _edges.Length - 1;
        var slot = SlotOf(key, mask);
        while (_edges[slot] != 0)
            slot = (slot + 1) & mask;
        (_edges[slot], _targets[slot]) = (key, target);
    }

    private static ulong Key(int node, char unit) => ((ulong)node << 16 | unit) + 1;

    private static int SlotOf(ulong key, int mask) => (int)(key * 0x9E3779B97F4A7C15 >> 32) & mask;
}
