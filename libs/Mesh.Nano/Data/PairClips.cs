using Mesh.Scenes;

namespace Mesh.Nano.Data;

/// <summary>One training pair before it is rendered.</summary>
/// <param name="Source">Index of its source among the sources of its block.</param>
/// <param name="Target">Scene and start of the answer.</param>
/// <param name="Instruction">What is asked.</param>
internal readonly record struct PairClip(int Source, (Scene Scene, double Start) Target, string Instruction);

/// <summary>Some scenes and their pairs: what is drawn, rendered and encoded together.</summary>
/// <param name="Sources">Scene and start of each source.</param>
/// <param name="Pairs">The pairs.</param>
internal sealed record PairBlock(IReadOnlyList<(Scene Scene, double Start)> Sources, IReadOnlyList<PairClip> Pairs)
{
    /// <summary>Edits of scenes, several a scene.</summary>
    public static PairBlock OfEdits(int scenes, int editsPerScene, ulong seed)
    {
        var sampler = new EditSampler(seed, Split.Train);
        var sources = new List<(Scene, double)>(scenes);
        var pairs = new List<PairClip>(scenes * editsPerScene);
        for (var scene = 0; scene < scenes; scene++)
        {
            var edits = sampler.NextOfOneScene(editsPerScene);
            sources.Add((edits[0].Source, 0));
            pairs.AddRange(edits.Select(edit => new PairClip(scene, (edit.Target, 0), edit.Instruction)));
        }
        return new PairBlock(sources, pairs);
    }

    /// <summary>Two moments of one film each, with what differs between them.</summary>
    public static PairBlock OfClips(int films, ulong seed)
    {
        var sampler = new ClipPairSampler(seed);
        ClipPair[] drawn = [.. Enumerable.Range(0, films).Select(_ => sampler.Next())];
        return new PairBlock(
            [.. drawn.Select(film => (film.Scene, film.SourceStart))],
            [.. drawn.Select((film, i) => new PairClip(i, (film.Scene, film.TargetStart), film.Instruction))]);
    }
}
