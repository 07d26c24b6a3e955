using System.Globalization;
using System.Text.Json;
using Mesh.Curation.Judging;
using Mesh.Curation.Recipes;

namespace Mesh.Curation.Vlm;

/// <summary>
/// Asks a model for scores on the papers' criteria, after the failures that can be measured: those are not paid for.
/// </summary>
public sealed class VlmJudge(VlmClient model, JudgeRules rules) : IJudge
{
    private const double Lowest = 1;
    private const double Highest = 5;

    private static readonly string[] Criteria = ["accuracy", "fidelity", "preservation", "quality", "safety"];

    private readonly MeasuredJudge _measured = new(rules);
    private readonly string _prompt = rules.Prompt ?? VlmPrompts.Judge;

    public string Name => CurationNames.Of("vlm-1", model.Model, _prompt);

    public async Task<Verdict> JudgeAsync(JudgeRequest request, CancellationToken cancellation)
    {
        var measured = await _measured.JudgeAsync(request, cancellation);
        if (measured.Drop is not null)
            return measured;
        var question = new VlmQuestion(
            _prompt.Replace("{instruction}", request.Instruction, StringComparison.Ordinal),
            [.. request.Original.Zip(request.Edited, SideBySide.Png)]);
        if (await model.AskAsync(question, Read, cancellation) is not { } given)
            return measured with { Drop = new(Operators.Judge, "no usable answer", "every score was malformed") };
        var scores = measured.Scores.Concat(given.Scores).ToDictionary();
        return new(scores, TooLow(scores), given.EditType);
    }

    private Drop? TooLow(Dictionary<string, double> scores)
    {
        foreach (var (criterion, least) in rules.Keep.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            if (scores.TryGetValue(criterion, out var score) && score < least)
            {
                return new(
                    Operators.Judge, $"low {criterion}",
                    string.Create(CultureInfo.InvariantCulture, $"{score}, at least {least} is needed"));
            }
        }
        return null;
    }

    // All criteria, each a number from 1 to 5: anything else is no judgement.
    private static Verdict? Read(JsonElement answer)
    {
        var scores = new Dictionary<string, double>();
        foreach (var criterion in Criteria)
        {
            if (!answer.TryGetProperty(criterion, out var value) || value.ValueKind != JsonValueKind.Number
                || value.GetDouble() is not (>= Lowest and <= Highest))
            {
                return null;
            }
            scores[criterion] = value.GetDouble();
        }
        var type = answer.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()!.ToLowerInvariant()
            : null;
        return new(scores, null, type);
    }
}
