namespace Mesh.Curation.Dataset;

/// <summary>How many each operator saw, and why it dropped some.</summary>
public sealed class Funnel
{
    private readonly Dictionary<string, (int Seen, SortedDictionary<string, int> Reasons)> _stages = [];

    /// <summary>Operators that saw something, in the order in which they work.</summary>
    public IReadOnlyList<FunnelStage> Stages =>
    [
        .. from name in Operators.All
           where _stages.ContainsKey(name)
           let stage = _stages[name]
           select new FunnelStage(name, stage.Seen, stage.Seen - stage.Reasons.Values.Sum(), stage.Reasons),
    ];

    /// <summary>Dropped by operator.</summary>
    public IReadOnlyDictionary<string, int> Dropped =>
        Stages.ToDictionary(stage => stage.Operator, stage => stage.Seen - stage.Kept);

    /// <summary>Counts one that passed some operators and was dropped by the last of them, if by any.</summary>
    internal void Count(IEnumerable<string> passed, Drop? drop)
    {
        foreach (var name in passed)
            Saw(name);
        if (drop is null)
            return;
        Saw(drop.Operator);
        var reasons = _stages[drop.Operator].Reasons;
        reasons[drop.Reason] = reasons.GetValueOrDefault(drop.Reason) + 1;
    }

    private void Saw(string name)
    {
        var (seen, reasons) = _stages.GetValueOrDefault(name, (0, new(StringComparer.Ordinal)));
        _stages[name] = (seen + 1, reasons);
    }
}

/// <summary>One operator of the funnel.</summary>
/// <param name="Operator">Its name.</param>
/// <param name="Seen">How many came in.</param>
/// <param name="Kept">How many went on.</param>
/// <param name="Reasons">Dropped by reason.</param>
public sealed record FunnelStage(string Operator, int Seen, int Kept, IReadOnlyDictionary<string, int> Reasons);
