using Mesh.Video.Preservation;

namespace Mesh.Video;

/// <summary>What a written film kept of its source, by measuring the written file.</summary>
public sealed record PreservationReport(IReadOnlyList<PreservedFact> Facts)
{
    /// <summary>True when everything that is promised was kept.</summary>
    public bool IsComplete => Facts.All(fact => fact.IsPreserved || !fact.IsPromised);

    /// <summary>Probes the written file and compares it with its source, audio packet by packet.</summary>
    /// <exception cref="VideoException">Either file cannot be read.</exception>
    public static async Task<PreservationReport> MeasureAsync(
        VideoInfo source, string output, VideoLimits? limits = null, CancellationToken cancellation = default) =>
        await MeasureAsync(source, await VideoProbe.ReadAsync(output, limits, cancellation), limits, cancellation);

    /// <summary>Compares a written file that has been probed.</summary>
    /// <exception cref="VideoException">Either file cannot be read.</exception>
    public static async Task<PreservationReport> MeasureAsync(
        VideoInfo source, VideoInfo output, VideoLimits? limits = null, CancellationToken cancellation = default) =>
        new(
        [
            .. TimeFacts.Of(source, output),
            .. PictureFacts.Of(source, output),
            .. await AudioFacts.MeasureAsync(source, output, limits ?? VideoLimits.Default, cancellation),
        ]);
}
