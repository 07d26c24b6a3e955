using System.Runtime.InteropServices;
using Mesh.Curation.Analysis;
using Mesh.Curation.Duplicates;
using Mesh.Curation.Recipes;
using Mesh.Curation.Sources;

namespace Mesh.Curation.Pipeline;

/// <summary>A shot that is too much like one before it.</summary>
/// <param name="Shot">Its number.</param>
/// <param name="Drop">Like which.</param>
public sealed record DuplicateShot(int Shot, Drop Drop);

/// <summary>What only the whole job can tell: which shots are duplicates.</summary>
/// <param name="Duplicates">By content hash of the film; films without any are not there.</param>
public sealed record Selection(IReadOnlyDictionary<string, IReadOnlyList<DuplicateShot>> Duplicates)
{
    /// <summary>Duplicates among the shots of a film.</summary>
    public IReadOnlyList<DuplicateShot> Of(string source) =>
        Duplicates.TryGetValue(source, out var found) ? found : [];

    /// <summary>Goes through the films in their order; only vectors stay in memory.</summary>
    internal static async Task<Selection> ChooseAsync(
        Recipe recipe, IReadOnlyList<SourceVideo> sources, Func<SourceVideo, Task<SourceAnalysis>> read)
    {
        var duplicates = new Dictionary<string, IReadOnlyList<DuplicateShot>>();
        if (recipe.Duplicates is null)
            return new(duplicates);
        var filter = new DuplicateFilter(recipe.Duplicates);
        foreach (var source in sources)
        {
            var found = new List<DuplicateShot>();
            foreach (var shot in (await read(source)).Shots.Where(shot => shot is { Drop: null, Embedding: not null }))
            {
                var vector = MemoryMarshal.Cast<byte, float>(shot.Embedding);
                if (filter.Judge($"{source.Hash[..16]} shot {shot.Number}", vector) is { } drop)
                    found.Add(new(shot.Number, drop));
            }
            if (found.Count > 0)
                duplicates[source.Hash] = found;
        }
        return new(duplicates);
    }
}
