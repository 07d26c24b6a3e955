using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing.Stages;

/// <summary>The files of a <see cref="SourceStage"/>.</summary>
/// <param name="Film">The film.</param>
/// <param name="Output">The latents to write, safetensors.</param>
public sealed record SourceJob(string Film, string Output)
{
    /// <summary>What a probe of the film has found; null probes it.</summary>
    public VideoInfo? Probed { get; init; }

    /// <summary>What is shown beside the film.</summary>
    public EditGuides Guides { get; init; } = EditGuides.None;

    /// <summary>A second file to write: the decoded frames, for <see cref="FilmJob.Frames"/>; null for none.</summary>
    public string? Frames { get; init; }
}

/// <summary>Film in, latents of its windows out.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Vae"/>.</param>
public sealed class SourceStage(EditModel model)
{
    /// <summary>Holds one window at a time. The output appears under its name only when it is complete.</summary>
    /// <param name="job">What to read and write.</param>
    /// <param name="progress">Told after each window; null for nobody.</param>
    /// <param name="cancellation">Observed between frames.</param>
    /// <exception cref="VideoException">The film cannot be read.</exception>
    /// <exception cref="EditRequestException">A guide cannot be read or used, or does not fit the film.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<FilmPlan> RunAsync(
        SourceJob job, IProgress<EditProgress>? progress = null, CancellationToken cancellation = default)
    {
        job.Guides.Require(model.Abilities, model.Name);
        var clock = new StageClock(progress);
        var video = job.Probed ?? await VideoProbe.ReadAsync(job.Film, cancellation: cancellation);
        clock.Done(EditStage.Probe);

        var plan = FilmPlan.Of(model.Description, video);
        clock.Expect(plan.Windows.Count);
        await using var reader = Open(video, job.Frames);
        using var latents = LatentFile<SourceFacts>.Create(
            job.Output, new(model.Name, plan, job.Guides.References.Count), model.Description.Shapes);
        var frames = SourceFrames.Of(reader, model.Description, plan);
        await using var shown = await GuideFrames.OpenAsync(job.Guides, plan, cancellation);
        var codec = new WindowCodec(model, plan.Size);
        foreach (var (index, window) in plan.Windows.Index())
        {
            await frames.ReadToAsync(window.End, cancellation);
            await shown.ReadToAsync(window.End, cancellation);
            frames.Drop(window.Start);
            using (var latent = codec.Encode(shown.Of(window, frames.Small(window))))
                latents.Write(LatentFile<SourceFacts>.Name(index), latent);
            clock.Done(EditStage.Encode, window: index + 1, windows: plan.Windows.Count);
        }
        latents.Complete();
        return plan;
    }

    private static IFrameReader Open(VideoInfo film, string? copy)
    {
        var frames = VideoReader.Open(film);
        return copy is null ? frames : new CopiedFrames(frames, copy);
    }
}
