using Mesh.Editing.Report;
using Mesh.Video;

namespace Mesh.Editing;

/// <summary>One edit as plain calls: instruction and film in, edited film and report out.</summary>
public sealed class VideoEditor(EditModel model)
{
    /// <summary>Edits a film. The output appears under its name only when it is complete.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told after each step; null for nobody.</param>
    /// <param name="cancellation">Observed between steps and frames.</param>
    /// <exception cref="EditRequestException">The request cannot be carried out by this model.</exception>
    /// <exception cref="VideoException">The film cannot be read, or the output cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<EditReport> EditAsync(
        EditRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellation = default)
    {
        request.Validate(model.Abilities, model.Name);
        var settings = EditSettings.Of(request, model.Defaults);
        var clock = new StageClock(progress);

        using var latents = new LatentEditor(model, settings, request.Instruction);
        clock.Done(EditStage.Text);
        var source = await VideoProbe.ReadAsync(request.Input, cancellation: cancellation);
        clock.Done(EditStage.Probe);

        var film = new FilmEdit(model, source, settings, clock);
        clock.Expect(film.Steps + 1);
        IReadOnlyList<string> notes;
        await using (var output = new FilmOutput(request, source))
        {
            await film.RunAsync(latents, output, cancellation);
            await output.CompleteAsync(cancellation);
            notes = output.Notes;
        }

        var preservation = await PreservationReport.MeasureAsync(source, request.Output, cancellation: cancellation);
        var change = await ChangeReport.MeasureAsync(source, request.Output, film.Changed, cancellation);
        clock.Done(EditStage.Measure);

        return new()
        {
            Model = model.Name,
            Request = request,
            Settings = settings,
            Frames = source.FrameCount,
            Windows = film.Windows.Count,
            Size = new(source.Width, source.Height),
            WorkingSize = film.Size,
            Preservation = preservation,
            Change = change,
            Notes = notes,
            Seconds = clock.Times.ToDictionary(time => time.Key, time => time.Value.TotalSeconds),
            TotalSeconds = clock.Total.TotalSeconds,
        };
    }
}
