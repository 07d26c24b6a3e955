using TorchSharp.Modules;

namespace Mesh.Distributed.Sharding;

/// <summary>One weight and its place among those of its unit, laid one after the other.</summary>
/// <param name="Name">State-dict key.</param>
/// <param name="Weight">The parameter of the network.</param>
/// <param name="Shape">Of the weight.</param>
/// <param name="Start">First value.</param>
/// <param name="Count">Number of values.</param>
public sealed record WeightSlot(string Name, Parameter Weight, IReadOnlyList<long> Shape, long Start, long Count)
{
    /// <summary>The values of this weight that lie in a run of values of the unit.</summary>
    /// <param name="start">First value of the run.</param>
    /// <param name="count">Length of the run.</param>
    /// <returns>First value within the weight, first within the run, and how many; 0 when they do not meet.</returns>
    public (long InWeight, long InRun, long Count) Within(long start, long count)
    {
        var from = Math.Max(Start, start);
        var until = Math.Min(Start + Count, start + count);
        return (from - Start, from - start, Math.Max(0, until - from));
    }
}
