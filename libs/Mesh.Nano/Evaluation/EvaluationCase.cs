using Mesh.Scenes;

namespace Mesh.Nano.Evaluation;

/// <summary>One held-out edit.</summary>
public sealed record EvaluationCase(Split Split, SceneEdit Edit)
{
    private static readonly Split[] Splits = [Split.HeldOutScenes, Split.HeldOutObjects, Split.HeldOutEdits];

    /// <summary>Cases in equal parts of the six types, each type in equal parts of the splits that have it.</summary>
    /// <param name="count">Number of cases.</param>
    /// <param name="seed">Another seed draws other scenes.</param>
    public static IReadOnlyList<EvaluationCase> Draw(int count, ulong seed)
    {
        var samplers = Splits.ToDictionary(split => split, split => new EditSampler(seed, split));
        var types = Enum.GetValues<EditType>();
        return [.. Enumerable.Range(0, count).Select(i => One(types[i % types.Length], i / types.Length))];

        EvaluationCase One(EditType type, int round)
        {
            var splits = type == EditType.Style ? Splits[..^1] : Splits;  // no style is held out as an edit
            var split = splits[round % splits.Length];
            return new EvaluationCase(split, samplers[split].Next(type));
        }
    }
}
