using Mesh.Editing.Composition;
using Mesh.Editing.Report;
using Mesh.Editing.Stages;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing;

/// <summary>Carries an edit through a whole film, window by window, holding one window of frames at a time.</summary>
/// <param name="model">What the edit is made with.</param>
/// <param name="source">The film.</param>
/// <param name="plan">How it is cut.</param>
/// <param name="clock">Told after each step.</param>
/// <param name="frames">The film's frames where they have been decoded, see <see cref="RawFrames"/>; or null.</param>
/// <param name="writer">The encoder of the output where it has been started; or null.</param>
internal sealed class FilmEdit(
    ModelDescription model, VideoInfo source, FilmPlan plan, StageClock clock, string? frames = null,
    VideoWriter? writer = null)
{
    // What full-frame models leave alone still differs by coding; beyond this a pixel counts as edited.
    private const int WholeFrameTolerance = 20;

    private readonly IComposer _composer = model.Composer();
    private readonly ChangedRegion _changed = new(model.Defaults.Composite ? 0 : WholeFrameTolerance);

    /// <summary>Writes the edited film and measures it.</summary>
    /// <param name="windows">Where the edited windows come from.</param>
    /// <param name="request">Names the files to write.</param>
    /// <param name="settings">What the windows were or are edited with.</param>
    /// <param name="cancellation">Observed between steps and frames.</param>
    /// <exception cref="VideoException">The film cannot be read, or the output cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<EditReport> RunAsync(
        IWindows windows, EditRequest request, EditSettings settings, CancellationToken cancellation)
    {
        IReadOnlyList<string> notes;
        await using (var output = new FilmOutput(request, source, writer))
        {
            await WriteAsync(windows, request.Guides, settings.Steps, output, cancellation);
            await output.CompleteAsync(cancellation);
            notes = output.Notes;
        }

        var written = await VideoProbe.ReadAsync(request.Output, cancellation: cancellation);
        var preservation = PreservationReport.MeasureAsync(source, written, cancellation: cancellation);
        await using var before = Open();
        var change = ChangeReport.MeasureAsync(before, written, _changed, cancellation);
        await Task.WhenAll(preservation, change);
        clock.Done(EditStage.Measure);

        return new()
        {
            Model = model.Name,
            Request = request,
            Settings = settings,
            Frames = source.FrameCount,
            Windows = plan.Windows.Count,
            Size = source.Size,
            WorkingSize = plan.Size,
            Preservation = await preservation,
            Change = await change,
            Notes = notes,
            Seconds = clock.Times.ToDictionary(time => time.Key, time => time.Value.TotalSeconds),
            TotalSeconds = clock.Total.TotalSeconds,
        };
    }

    private async Task WriteAsync(
        IWindows windows, EditGuides files, int steps, FilmOutput output, CancellationToken cancellation)
    {
        await using var reader = Open();
        var seen = SourceFrames.Of(reader, model, plan);
        await using var guides = await GuideFrames.OpenAsync(files, plan, cancellation);
        var blend = new FilmBlend(plan.Windows);

        var next = 0;
        foreach (var (index, window) in plan.Windows.Index())
        {
            await seen.ReadToAsync(window.End, cancellation);
            await guides.ReadToAsync(window.End, cancellation);
            var input = guides.Of(window, seen.Small(window));
            blend.Add(index, windows.Edit(index, input, Done, cancellation));

            var end = index + 1 < plan.Windows.Count ? plan.Windows[index + 1].Start : source.FrameCount;
            for (; next < end; next++)
                await WriteAsync(seen.Take(), blend.Take(next), output, cancellation);
            Done(EditStage.Write, 1);

            void Done(EditStage stage, int step) => clock.Done(
                stage, step, stage == EditStage.Denoise ? steps : 1, index + 1, plan.Windows.Count);
        }
    }

    private IFrameReader Open() => frames is null ? VideoReader.Open(source) : RawFrames.Open(frames, source);

    private async Task WriteAsync(
        (RgbImage Full, PlanarFrame Small) frame,
        (PlanarFrame Edited, PlanarFrame? Reconstructed) result,
        FilmOutput output,
        CancellationToken cancellation)
    {
        var shown = _composer.Compose(new(frame.Full, frame.Small, result.Edited, result.Reconstructed));
        _changed.Add(frame.Full, shown);
        await output.WriteAsync(frame.Full, shown, cancellation);
    }
}
