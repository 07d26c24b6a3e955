using Mesh.Curation.Sources;

namespace Mesh.Curation.Pipeline;

/// <summary>The films of a job: each content once, in the order in which they were given.</summary>
/// <param name="Distinct">To work on.</param>
/// <param name="Repeated">Names of files with the bytes of one before, and the name of that.</param>
public sealed record CurationSources(
    IReadOnlyList<SourceVideo> Distinct, IReadOnlyList<(string Name, string SameAs)> Repeated)
{
    public static CurationSources Of(IEnumerable<SourceVideo> given)
    {
        var (first, distinct, repeated) = (
            new Dictionary<string, string>(), new List<SourceVideo>(), new List<(string, string)>());
        foreach (var source in given)
        {
            if (first.TryAdd(source.Hash, source.Name))
                distinct.Add(source);
            else
                repeated.Add((source.Name, first[source.Hash]));
        }
        return new(distinct, repeated);
    }
}
