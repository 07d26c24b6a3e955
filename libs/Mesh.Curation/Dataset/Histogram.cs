namespace Mesh.Curation.Dataset;

/// <summary>Counts by name or by range; holds no values.</summary>
internal sealed class Histogram(string title)
{
    private readonly SortedDictionary<double, int> _ranges = [];
    private readonly SortedDictionary<string, int> _names = new(StringComparer.Ordinal);

    public string Title => title;

    /// <summary>Bars from left to right.</summary>
    public IReadOnlyList<(string Label, int Count)> Bars => _ranges.Count > 0
        ? [.. _ranges.Select(range => (FormattableString.Invariant($"{range.Key:0.####}"), range.Value))]
        : [.. _names.OrderByDescending(name => name.Value).Take(20).Select(name => (name.Key, name.Value))];

    public void Add(double value, double width)
    {
        var range = Math.Round(Math.Floor(value / width) * width, 6);
        _ranges[range] = _ranges.GetValueOrDefault(range) + 1;
    }

    public void Add(string name) => _names[name] = _names.GetValueOrDefault(name) + 1;
}
