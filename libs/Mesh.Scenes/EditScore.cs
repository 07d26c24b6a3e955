// N pixels of all frames together

namespace Mesh.Scenes;

/// <summary>How well an edited clip obeys, measured against the exact answer.</summary>
/// <param name="RegionMse">Edited against target inside the edit region.</param>
/// <param name="SourceMse">Edited against source inside the edit region.</param>
/// <param name="OutsideMse">Edited against source outside of it; 0 where nothing is outside.</param>
/// <param name="RegionShare">Share of pixels inside the edit region, in [0, 1].</param>
/// <param name="Success">The region is far nearer to the target than to the source, and the rest is kept.</param>
public sealed record EditScore(
    double RegionMse, double SourceMse, double OutsideMse, double RegionShare, bool Success)
{
    /// <summary>A pixel belongs to the edit when source and target differ by more than this in a channel.</summary>
    public const float RegionThreshold = .08f;

    /// <summary>Largest mean squared error outside the region that counts as kept.</summary>
    public const double KeptMse = .01;

    /// <summary>Decibels; null where nothing is outside the edit region.</summary>
    public double? OutsidePsnr => RegionShare < 1 ? -10 * Math.Log10(Math.Max(OutsideMse, 1e-10)) : null;

    /// <summary>Scores one edited clip.</summary>
    /// <param name="source">[3, N] in [0, 1].</param>
    /// <param name="target">The exact answer, [3, N].</param>
    /// <param name="edited">The editor's answer, [3, N].</param>
    /// <param name="identityMse">
    /// Error of the unedited source inside the region, <see cref="IdentityMse"/>; of its reconstruction where the
    /// editor works on latents.
    /// </param>
    /// <exception cref="ArgumentException">The clips differ in size.</exception>
    public static EditScore Measure(
        ReadOnlySpan<float> source, ReadOnlySpan<float> target, ReadOnlySpan<float> edited, double identityMse)
    {
        var region = RegionOf(source, target);
        var regionMse = MeanSquare(edited, target, region, inside: true);
        var sourceMse = MeanSquare(edited, source, region, inside: true);
        var outsideMse = MeanSquare(edited, source, region, inside: false);
        var follows = regionMse < sourceMse / 2 && regionMse < identityMse / 2;
        return new EditScore(
            regionMse, sourceMse, outsideMse, region.Count(true) / (double)region.Length,
            follows && outsideMse <= KeptMse);
    }

    /// <summary>Error inside the edit region when nothing is edited.</summary>
    /// <param name="source">[3, N] in [0, 1].</param>
    /// <param name="target">The exact answer, [3, N].</param>
    /// <param name="unedited">The source, or its reconstruction by the VAE.</param>
    public static double IdentityMse(
        ReadOnlySpan<float> source, ReadOnlySpan<float> target, ReadOnlySpan<float> unedited) =>
        MeanSquare(unedited, target, RegionOf(source, target), inside: true);

    /// <summary>Which of the N pixels the edit is about.</summary>
    public static bool[] RegionOf(ReadOnlySpan<float> source, ReadOnlySpan<float> target)
    {
        RequireSameSize(source, target);
        var region = new bool[source.Length / 3];
        for (var i = 0; i < source.Length; i++)
            region[i % region.Length] |= Math.Abs(source[i] - target[i]) > RegionThreshold;
        return region;
    }

    private static double MeanSquare(ReadOnlySpan<float> a, ReadOnlySpan<float> b, bool[] region, bool inside)
    {
        RequireSameSize(a, b);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (region[i % region.Length] != inside)
                continue;
            var difference = (double)a[i] - b[i];
            sum += difference * difference;
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private static void RequireSameSize(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length || a.Length % 3 != 0)
            throw new ArgumentException($"Clips: expected two of 3 N elements, got {a.Length} and {b.Length}.");
    }
}
