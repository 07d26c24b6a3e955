using System.Globalization;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Motion;

/// <summary>Operator 4: shots that move enough and not too much.</summary>
public sealed class MotionFilter(MotionRules rules)
{
    /// <returns>Null for a shot to go on with.</returns>
    public Drop? Judge(MotionScore score) =>
        score.Flow < rules.MinFlow ? Dropped("hardly moves", "flow", score.Flow, rules.MinFlow)
        : score.Travel < rules.MinTravel ? Dropped("hardly moves", "travel", score.Travel, rules.MinTravel)
        : score.Flow > rules.MaxFlow ? Dropped("moves too much", "flow", score.Flow, rules.MaxFlow)
        : score.Travel > rules.MaxTravel ? Dropped("moves too much", "travel", score.Travel, rules.MaxTravel)
        : null;

    private static Drop Dropped(string reason, string what, double got, double limit) => new(
        Operators.Motion, reason,
        string.Create(CultureInfo.InvariantCulture, $"{what} {got:0.#####} per second, the limit is {limit:0.#####}"));
}
