using System.Diagnostics;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Curation.Sources;
using Mesh.Video;
using Mesh.Video.Perception;
using Mesh.Video.Scan;

namespace Mesh.Curation.Analysis;

/// <summary>Operators 1 to 4 over one film, which is decoded once and at reduced size.</summary>
/// <param name="recipe">What to look for.</param>
/// <param name="embedder">For duplicates; null for the descriptor that needs no weights.</param>
/// <param name="tracker">For motion; null for the tracker that needs no weights.</param>
/// <param name="clock">Where times are counted.</param>
/// <param name="settings">Limits and threads.</param>
public sealed class SourceAnalyzer(
    Recipe recipe, IClipEmbedder? embedder, IPointTracker? tracker, OperatorClock clock, MediaSettings settings)
{
    private readonly Sources.SourceFilter _filter = new(recipe.Sources);
    private readonly ShotNetworks _networks = new(recipe, embedder, tracker, clock, settings.Limits);
    private readonly Recipe _scanned = tracker is null ? recipe : recipe with { Motion = new() };

    /// <summary>Looks at a film; one that cannot be used gives a reason, not an exception.</summary>
    /// <exception cref="VideoException">This machine cannot decode anything: ffmpeg is missing.</exception>
    public async Task<SourceAnalysis> RunAsync(SourceVideo source, CancellationToken cancellation = default)
    {
        try
        {
            VideoHeader header;
            using (clock.Time(Operators.Probe))
                header = await VideoHeader.ReadAsync(source.Path, settings.Limits, cancellation);
            return _filter.Judge(header) is { } drop
                ? new() { Source = source.Hash, Drop = drop }
                : await ScanAsync(source, header, cancellation);
        }
        catch (VideoException error) when (error.IsAboutFile)
        {
            return new() { Source = source.Hash, Drop = new(Operators.Probe, "unreadable", error.Reason) };
        }
    }

    private async Task<SourceAnalysis> ScanAsync(
        SourceVideo source, VideoHeader header, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var film = new FilmScan(_scanned, header.Rate.Value, clock);
        await using (var scanner = FrameScanner.Open(
            header, settings.ScanSide, settings.DecoderThreads, settings.Limits))
        {
            await foreach (var frame in scanner.FramesAsync(cancellation))
                film.Add(frame);
            film.Finish();
            clock.Add(Operators.Scenes, Stopwatch.GetElapsedTime(started) - film.MotionTime);
            clock.Add(Operators.Motion, film.MotionTime);

            var facts = VideoFacts.Of(header, scanner.FrameCount, Picture(film, header), scanner.Damage);
            var drop = _filter.Judge(facts);
            var shots = new List<Shot>();
            foreach (var shot in drop is null ? film.Shots : [])
                shots.Add(_networks.IsNeeded ? await _networks.LookAsync(header, shot, cancellation) : shot);
            return new()
            {
                Source = source.Hash,
                Facts = facts,
                Drop = drop,
                Boundaries = film.Boundaries,
                Shots = shots,
            };
        }
    }

    private PixelRect? Picture(FilmScan film, VideoHeader header) =>
        recipe.Sources.Letterbox == LetterboxAction.Keep ? null : film.Letterbox.Picture(header.Size);
}

/// <summary>How films are decoded.</summary>
public sealed record MediaSettings
{
    /// <summary>Longer side of the frames that are looked at.</summary>
    public int ScanSide { get; init; } = 160;

    /// <summary>Of one decoder; null for its own choice.</summary>
    public int? DecoderThreads { get; init; }

    /// <summary>What a film of unknown origin may cost.</summary>
    public VideoLimits Limits { get; init; } = new()
    {
        Process = new(MemoryBytes: 6L << 30, ProcessorTime: TimeSpan.FromHours(6)),
    };
}
