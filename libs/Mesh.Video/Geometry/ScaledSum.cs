using System.Numerics;

namespace Mesh.Video.Geometry;

/// <summary>The inner loop of every separable filter.</summary>
internal static class ScaledSum
{
    /// <summary>target += weight * source, element by element; both have one length.</summary>
    public static void Add(Span<float> target, ReadOnlySpan<float> source, float weight)
    {
        var i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + new Vector<float>(source[i..]) * weight).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += weight * source[i];
    }
}
