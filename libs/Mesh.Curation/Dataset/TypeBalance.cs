using Mesh.Curation.Clips;

namespace Mesh.Curation.Dataset;

/// <summary>Keeps frequent edit types from drowning the rare: the first of each, up to a multiple of the rarest.
/// </summary>
internal sealed class TypeBalance
{
    private const string Unknown = "unknown";

    private readonly Dictionary<string, int> _kept = [];
    private readonly int _most;

    private TypeBalance(int most) => _most = most;

    /// <summary>Counts the types of all samples first.</summary>
    public static async Task<TypeBalance> OfAsync(
        double? multiple, DatasetInput input, CancellationToken cancellation)
    {
        if (multiple is not { } times)
            return new(int.MaxValue);
        var counts = new Dictionary<string, int>();
        foreach (var source in input.Sources.Distinct)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var sample in (await input.Samples(source)).Samples.Where(sample => sample.Drop is null))
                counts[TypeOf(sample)] = counts.GetValueOrDefault(TypeOf(sample)) + 1;
        }
        return new(counts.Count == 0 ? int.MaxValue : (int)Math.Ceiling(times * counts.Values.Min()));
    }

    /// <summary>The sample, dropped when its type is full.</summary>
    public Sample Judge(Sample sample)
    {
        var kept = _kept[TypeOf(sample)] = _kept.GetValueOrDefault(TypeOf(sample)) + 1;
        return kept <= _most
            ? sample
            : sample with { Drop = new(Operators.Balance, "type is full", $"{TypeOf(sample)}, at most {_most}") };
    }

    private static string TypeOf(Sample sample) => sample.EditType ?? Unknown;
}
