using System.Diagnostics;
using System.Runtime.InteropServices;
using Mesh.Curation.Duplicates;
using Mesh.Curation.Motion;
using Mesh.Curation.Recipes;
using Mesh.Curation.Scenes;
using Mesh.Curation.Sources;
using Mesh.Video.Geometry;
using Mesh.Video.Images;
using Mesh.Video.Scan;

namespace Mesh.Curation.Analysis;

/// <summary>What is gathered while the frames of one film stream by.</summary>
internal sealed class FilmScan(Recipe recipe, double rate, OperatorClock clock)
{
    private const int PictureWidth = 96;

    private readonly SceneSplitter _splitter = new(recipe.Scenes);
    private readonly GridTracker _tracker = new();
    private readonly ShotSampler _sampler = new();
    private readonly MotionFilter _motionFilter = new(recipe.Motion);
    private readonly List<FrameMotion> _motion = [];
    private readonly List<SceneBoundary> _boundaries = [];
    private readonly List<Shot> _shots = [];
    private int _start;

    public LetterboxDetector Letterbox { get; } = new();

    public IReadOnlyList<SceneBoundary> Boundaries => _boundaries;

    public IReadOnlyList<Shot> Shots => _shots;

    public TimeSpan MotionTime { get; private set; }

    public void Add(ScanFrame frame)
    {
        var thumb = SceneThumb.Of(frame);
        Letterbox.Add(frame);
        _sampler.Add(_motion.Count, frame, thumb);
        var started = Stopwatch.GetTimestamp();
        _motion.Add(_tracker.Add(frame));
        MotionTime += Stopwatch.GetElapsedTime(started);
        foreach (var boundary in _splitter.Add(frame, thumb))
            Close(boundary);
    }

    public void Finish()
    {
        foreach (var boundary in _splitter.Finish())
            Close(boundary);
        if (_start < _motion.Count)
            Keep(_motion.Count);
    }

    public static byte[] Bytes(float[] vector) => MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();

    private void Close(SceneBoundary boundary)
    {
        if (recipe.Task == RecipeTask.Triplets)
            return;  // source and edited film are compared as they are
        _boundaries.Add(boundary);
        if (boundary.Start > _start)
            Keep(boundary.Start);
        _start = Math.Max(_start, boundary.End);
        _sampler.Forget(_start);
    }

    private void Keep(int end)
    {
        // Black at the very start belongs to no shot.
        var start = _shots.Count == 0 ? Math.Min(Math.Max(_start, _splitter.LeadingBlank), end - 1) : _start;
        var seconds = Math.Round((end - start) / rate, 3);
        var score = MotionScore.Of(CollectionsMarshal.AsSpan(_motion)[start..end], rate);
        var drop = seconds < recipe.Scenes.MinSeconds
            ? new Drop(Operators.Scenes, "too short", $"{seconds} s, at least {recipe.Scenes.MinSeconds} are needed")
            : _motionFilter.Judge(score);
        _shots.Add(Looked(new Shot
        {
            Number = _shots.Count + 1,
            Start = start,
            End = end,
            Seconds = seconds,
            Motion = score,
            Drop = drop,
        }));
    }

    private Shot Looked(Shot shot)
    {
        using var time = clock.Time(Operators.Duplicates);
        var samples = _sampler.Take(shot.Start, shot.End, ClipDescriptor.Frames);
        return shot with
        {
            Embedding = shot.Drop is null && recipe.Duplicates is not null
                ? Bytes(ClipDescriptor.Of([.. samples.Select(sample => sample.Thumb)]))
                : null,
            Picture = Png(samples[samples.Count / 2].Picture),
        };
    }

    private static byte[] Png(ScanFrame frame)
    {
        var height = Math.Max(1, PictureWidth * frame.Size.Height / frame.Size.Width);
        var image = Resample.Frame(frame.ToImage(), new(PictureWidth, height), ResampleFilter.Bicubic);
        return PngFile.Encode(new Raster(image.Width, image.Height, 3, image.Pixels));
    }
}
