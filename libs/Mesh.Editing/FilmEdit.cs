using Mesh.Editing.Composition;
using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Video;
using Mesh.Video.Geometry;

namespace Mesh.Editing;

/// <summary>Carries an edit through a whole film, window by window, holding one window of frames at a time.</summary>
internal sealed class FilmEdit(EditModel model, VideoInfo source, EditSettings settings, StageClock clock)
{
    // What full-frame models leave alone still differs by coding; beyond this a pixel counts as edited.
    private const int WholeFrameTolerance = 20;

    private readonly IComposer _composer = model.Composer();

    public WorkingSize Size { get; } = model.SizeFor(source.Height, source.Width);

    public IReadOnlyList<FrameWindow> Windows { get; } =
        WindowPlan.Over(source.FrameCount, model.Defaults.Frames, model.Defaults.Overlap);

    public ChangedRegion Changed { get; } = new(model.Defaults.Composite ? 0 : WholeFrameTolerance);

    /// <summary>Steps the clock will be told of.</summary>
    public int Steps => Windows.Count * (settings.Steps + 3);

    /// <summary>Edits every frame and hands it on in film order.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task RunAsync(LatentEditor latents, FilmOutput output, CancellationToken cancellation)
    {
        await using var reader = VideoReader.Open(source);
        var filter = model.Defaults.Composite ? ResampleFilter.Area : ResampleFilter.Bilinear;
        var frames = new SourceFrames(reader, Size, filter);
        var blend = new FilmBlend(Windows);
        var windowEditor = new WindowEditor(model, latents, Size, settings.Seed);

        var next = 0;
        foreach (var (index, window) in Windows.Index())
        {
            await frames.ReadToAsync(window.End, cancellation);
            blend.Add(index, windowEditor.Edit(frames.Small(window), window.Start, Done, cancellation));

            var end = index + 1 < Windows.Count ? Windows[index + 1].Start : source.FrameCount;
            for (; next < end; next++)
                await WriteAsync(frames.Take(), blend.Take(next), output, cancellation);
            Done(EditStage.Write, 1);

            void Done(EditStage stage, int step) => clock.Done(
                stage, step, stage == EditStage.Denoise ? settings.Steps : 1, index + 1, Windows.Count);
        }
    }

    private async Task WriteAsync(
        (RgbImage Full, PlanarFrame Small) frame,
        (PlanarFrame Edited, PlanarFrame? Reconstructed) result,
        FilmOutput output,
        CancellationToken cancellation)
    {
        var shown = _composer.Compose(new(frame.Full, frame.Small, result.Edited, result.Reconstructed));
        Changed.Add(frame.Full, shown);
        await output.WriteAsync(frame.Full, shown, cancellation);
    }
}
