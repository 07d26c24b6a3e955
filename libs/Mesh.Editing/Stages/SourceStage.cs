using Mesh.Editing.Report;
using Mesh.Editing.Windows;
using Mesh.Video;

namespace Mesh.Editing.Stages;

/// <summary>Film in, latents of its windows out.</summary>
/// <param name="model">Loaded with <see cref="ModelParts.Vae"/>.</param>
public sealed class SourceStage(EditModel model)
{
    /// <summary>Holds one window at a time. The output appears under its name only when it is complete.</summary>
    /// <param name="film">The film.</param>
    /// <param name="output">The latents to write, safetensors.</param>
    /// <param name="probed">What a probe of the film has found; null probes it.</param>
    /// <param name="guides">What is shown beside the film; null for nothing.</param>
    /// <param name="progress">Told after each window; null for nobody.</param>
    /// <param name="cancellation">Observed between frames.</param>
    /// <exception cref="VideoException">The film cannot be read.</exception>
    /// <exception cref="EditRequestException">A guide cannot be read or used, or does not fit the film.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<FilmPlan> RunAsync(
        string film,
        string output,
        VideoInfo? probed = null,
        EditGuides? guides = null,
        IProgress<EditProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        guides ??= EditGuides.None;
        guides.Require(model.Abilities, model.Name);
        var clock = new StageClock(progress);
        var video = probed ?? await VideoProbe.ReadAsync(film, cancellation: cancellation);
        clock.Done(EditStage.Probe);

        var plan = FilmPlan.Of(model.Description, video);
        clock.Expect(plan.Windows.Count);
        await using var reader = VideoReader.Open(video);
        using var latents = LatentFile<SourceFacts>.Create(
            output, new(model.Name, plan, guides.References.Count), model.Description.Shapes);
        var frames = SourceFrames.Of(reader, model.Description, plan);
        await using var shown = await GuideFrames.OpenAsync(guides, plan, cancellation);
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
}
