using System.Globalization;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Duplicates;

/// <summary>
/// Operator 3: of shots that look alike over the whole job, the first stays. What is first is the order of the sources,
/// not that of the work.
/// </summary>
public sealed class DuplicateFilter(DuplicateRules rules)
{
    private readonly List<string> _names = [];
    private SimilarityIndex? _index;

    /// <summary>Judges the next shot, and remembers it when it stays.</summary>
    /// <param name="name">For example "film.mp4 shot 3".</param>
    /// <param name="vector">Of length 1.</param>
    /// <returns>Null for a shot to go on with.</returns>
    /// <exception cref="ArgumentException">The vector has another length than those before.</exception>
    public Drop? Judge(string name, ReadOnlySpan<float> vector)
    {
        _index ??= new(vector.Length, rules.Threshold);
        if (_index.Find(vector) is { } found)
        {
            var similarity = found.Similarity.ToString("0.000", CultureInfo.InvariantCulture);
            return new(Operators.Duplicates, "near duplicate", $"{similarity} like {_names[found.Number]}");
        }
        _index.Add(vector);
        _names.Add(name);
        return null;
    }
}
