using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing.Stages;

/// <summary>The files of a <see cref="FilmStage"/>.</summary>
/// <param name="Film">The source film.</param>
/// <param name="Source">Its latents, as <see cref="SourceStage"/> wrote them.</param>
/// <param name="Edited">The edited latents, as <see cref="DenoiseStage"/> wrote them.</param>
/// <param name="Output">The film to write.</param>
public sealed record FilmJob(string Film, string Source, string Edited, string Output)
{
    /// <summary>What a probe of the film has found; null probes it.</summary>
    public VideoInfo? Probed { get; init; }

    /// <summary>The film's frames, as <see cref="SourceStage"/> decoded them; null decodes the film.</summary>
    public string? Frames { get; init; }

    /// <summary>The encoder of <see cref="Output"/> where it has been started; null starts one.</summary>
    public VideoWriter? Writer { get; init; }

    /// <summary>A second film to write: source and edit side by side.</summary>
    public string? Compare { get; init; }
}

/// <summary>Film, source latents and edited latents in; edited film and report out.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Vae"/>.</param>
public sealed class FilmStage(EditModel model)
{
    /// <summary>Holds two windows at a time. The output appears under its name only when it is complete.</summary>
    /// <param name="job">What to read and write.</param>
    /// <param name="progress">Told after each window; null for nobody.</param>
    /// <param name="cancellation">Observed between frames.</param>
    /// <returns>
    /// The report of the edit: files without their folders, seconds of the stages that were run here.
    /// </returns>
    /// <exception cref="InvalidDataException">The files do not belong together.</exception>
    /// <exception cref="VideoException">The film cannot be read, or the output cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<EditReport> RunAsync(
        FilmJob job, IProgress<EditProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = new StageClock(progress);
        using var sources = LatentFile<SourceFacts>.Open(job.Source, model.Description.Shapes);
        using var edits = LatentFile<EditedFacts>.Open(job.Edited, model.Description.Shapes);
        if (!sources.Plan.IsLike(edits.Plan))
            throw new InvalidDataException($"{job.Edited} was not made of {job.Source}: the cuts of the film differ.");

        var film = job.Probed ?? await VideoProbe.ReadAsync(job.Film, cancellation: cancellation);
        sources.Plan.RequireFilm(film);
        clock.Done(EditStage.Probe);

        clock.Expect(2 * sources.Plan.Windows.Count + 1);
        var request = RequestOf(job, edits.Facts);
        await using var windows = new StoredWindows(model, sources, edits);
        var report = await new FilmEdit(model.Description, film, sources.Plan, clock, job.Frames, job.Writer).RunAsync(
            windows, request, edits.Facts.Settings, cancellation);
        return report with
        {
            Request = request with
            {
                Input = Path.GetFileName(job.Film),
                Output = Path.GetFileName(job.Output),
                Compare = Path.GetFileName(job.Compare),
            },
        };
    }

    private static EditRequest RequestOf(FilmJob job, EditedFacts facts) => new(job.Film, facts.Instruction, job.Output)
    {
        Seed = facts.Settings.Seed,
        Steps = facts.Settings.Steps,
        Guidance = facts.Settings.Guidance,
        NegativePrompt = facts.Settings.NegativePrompt,
        Compare = job.Compare,
    };
}
