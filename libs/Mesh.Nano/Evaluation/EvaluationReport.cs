using Mesh.Scenes;

namespace Mesh.Nano.Evaluation;

/// <summary>What an editor scores on held-out scenes, beside what can be had for nothing and at best.</summary>
public sealed record EvaluationReport
{
    public required int Cases { get; init; }

    public required ulong Seed { get; init; }

    public required SuccessRate Success { get; init; }

    /// <summary>Of the answers as a person sees them, composed on the source.</summary>
    public required SuccessRate Delivered { get; init; }

    public required IReadOnlyDictionary<EditType, SuccessRate> ByType { get; init; }

    public required IReadOnlyDictionary<Split, SuccessRate> BySplit { get; init; }

    /// <summary>Of the source through the autoencoder.</summary>
    public required SuccessRate Identity { get; init; }

    /// <summary>Of the answers to other cases' instructions.</summary>
    public required SuccessRate Shuffled { get; init; }

    /// <summary>Of the exact answers through the autoencoder.</summary>
    public required SuccessRate Ceiling { get; init; }

    public required IReadOnlyDictionary<EditType, SuccessRate> CeilingByType { get; init; }

    /// <summary>Decibels, of the error pooled over all sources and answers.</summary>
    public required double VaePsnr { get; init; }

    /// <summary>Decibels against the source outside the edit regions, pooled over the cases.</summary>
    public required double OutsidePsnr { get; init; }

    /// <summary>The same of what a person sees.</summary>
    public required double DeliveredOutsidePsnr { get; init; }

    /// <summary>The same of the source through the autoencoder.</summary>
    public required double VaeOutsidePsnr { get; init; }

    /// <summary>Decibels that the network loses outside the edit, beyond the autoencoder's own loss.</summary>
    public double OutsideLoss => VaeOutsidePsnr - OutsidePsnr;

    /// <summary>Sums up the results of every case.</summary>
    public static EvaluationReport Of(IReadOnlyList<CaseResult> results, ulong seed) => new()
    {
        Cases = results.Count,
        Seed = seed,
        Success = SuccessRate.Of(results.Select(result => result.Edited.Success)),
        Delivered = SuccessRate.Of(results.Select(result => result.Delivered.Success)),
        ByType = By(results, result => result.Case.Edit.Type, result => result.Edited),
        BySplit = By(results, result => result.Case.Split, result => result.Edited),
        Identity = SuccessRate.Of(results.Select(result => result.Identity.Success)),
        Shuffled = SuccessRate.Of(results.Select(result => result.Shuffled.Success)),
        Ceiling = SuccessRate.Of(results.Select(result => result.Ceiling.Success)),
        CeilingByType = By(results, result => result.Case.Edit.Type, result => result.Ceiling),
        VaePsnr = Psnr(results.Average(result => result.VaeSquaredError)),
        OutsidePsnr = OutsidePsnrOf(results.Select(result => result.Edited)),
        DeliveredOutsidePsnr = OutsidePsnrOf(results.Select(result => result.Delivered)),
        VaeOutsidePsnr = OutsidePsnrOf(results.Select(result => result.Identity)),
    };

    private static SortedDictionary<TKey, SuccessRate> By<TKey>(
        IEnumerable<CaseResult> results, Func<CaseResult, TKey> key, Func<CaseResult, EditScore> score)
        where TKey : notnull => new(results.GroupBy(key)
            .ToDictionary(group => group.Key, group => SuccessRate.Of(group.Select(one => score(one).Success))));

    private static double OutsidePsnrOf(IEnumerable<EditScore> scores)
    {
        var (error, share) = (0.0, 0.0);
        foreach (var score in scores)
        {
            error += score.OutsideMse * (1 - score.RegionShare);
            share += 1 - score.RegionShare;
        }
        return Psnr(error / Math.Max(share, 1e-9));
    }

    private static double Psnr(double meanSquare) => -10 * Math.Log10(Math.Max(meanSquare, 1e-10));
}
