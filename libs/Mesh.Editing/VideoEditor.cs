using Mesh.Editing.Report;
using Mesh.Editing.Stages;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing;

/// <summary>One edit as plain calls: instruction and film in, edited film and report out.</summary>
/// <param name="model">Loaded with all its parts.</param>
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

        using var condition = EditCondition.Encode(
            model, settings.Guidance, settings.NegativePrompt, request.Instruction);
        clock.Done(EditStage.Text);
        var source = await VideoProbe.ReadAsync(request.Input, cancellation: cancellation);
        clock.Done(EditStage.Probe);

        var plan = FilmPlan.Of(model.Description, source);
        clock.Expect(plan.Windows.Count * (settings.Steps + 3) + 1);
        var editor = new LatentEditor(model, condition, settings.Steps, settings.Guidance);
        return await new FilmEdit(model.Description, source, plan, clock).RunAsync(
            new LiveWindows(model, editor, plan, settings.Seed), request, settings, cancellation);
    }
}
