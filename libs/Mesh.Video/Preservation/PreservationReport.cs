using Mesh.Video.Preservation;

namespace Mesh.Video;

/// <summary>What a written film kept of its source, by measuring the written file.</summary>
public sealed record PreservationReport(IReadOnlyList<PreservedFact> Facts)
{
    /// <summary>True when everything that is promised was kept.</summary>
    public bool IsComplete => Facts.All(fact => fact.IsPreserved || !fact.IsPromised);

    /// <summary>Probes <paramref name="output"/> and compares it with its source, audio packet by packet.</summary>
    /// <exception cref="VideoException">Either file cannot be read.</exception>
    public static async Task<PreservationReport> MeasureAsync(
        VideoInfo source, string output, VideoLimits? limits = null, CancellationToken cancellation = default)
    {
        limits ??= VideoLimits.Default;
        var written = await VideoProbe.ReadAsync(output, limits, cancellation);
        return new(
        [
            .. TimeFacts.Of(source, written),
            .. PictureFacts.Of(source, written),
            .. await AudioFacts.MeasureAsync(source, written, limits, cancellation),
        ]);
    }
}
