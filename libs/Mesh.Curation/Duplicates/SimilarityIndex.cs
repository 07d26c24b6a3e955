using System.Numerics;

namespace Mesh.Curation.Duplicates;

/// <summary>
/// Unit vectors, and the most similar of those before. Exact: a vector is passed over only when what its first numbers
/// leave open cannot reach the threshold. Holds four bytes a number and nothing else.
/// </summary>
/// <param name="dimensions">Numbers of a vector.</param>
/// <param name="threshold">Least cosine similarity that counts.</param>
public sealed class SimilarityIndex(int dimensions, double threshold)
{
    private const int Block = 1024;

    /// <summary>Numbers that are compared before the rest is bounded.</summary>
    private readonly int _head = Math.Min(dimensions, 32);
    private readonly List<float[]> _blocks = [];
    private readonly List<float> _rests = [];

    /// <summary>Vectors so far.</summary>
    public int Count => _rests.Count;

    /// <summary>Adds a vector.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        Require(vector);
        if (Count % Block == 0)
            _blocks.Add(new float[Block * dimensions]);
        vector.CopyTo(_blocks[^1].AsSpan(Count % Block * dimensions, dimensions));
        _rests.Add(Norm(vector[_head..]));
    }

    /// <summary>The first vector that is similar enough.</summary>
    /// <returns>Its number and the similarity, or null.</returns>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public (int Number, double Similarity)? Find(ReadOnlySpan<float> vector)
    {
        Require(vector);
        var (rest, least) = (Norm(vector[_head..]), (float)threshold);
        for (var i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> other = _blocks[i / Block].AsSpan(i % Block * dimensions, dimensions);
            var similarity = Dot(vector[.._head], other[.._head]);
            if (similarity + rest * _rests[i] < least)
                continue;
            similarity += Dot(vector[_head..], other[_head..]);
            if (similarity >= least)
                return (i, similarity);
        }
        return null;
    }

    private void Require(ReadOnlySpan<float> vector)
    {
        if (vector.Length != dimensions)
            throw new ArgumentException($"A vector has {dimensions} numbers, got {vector.Length}.", nameof(vector));
    }

    private static float Norm(ReadOnlySpan<float> values) => MathF.Sqrt(Dot(values, values));

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (sum, i) = (Vector<float>.Zero, 0);
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }
}
