using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Serving;
using Mesh.Serving.Models;
using Mesh.Serving.Work;
using Mesh.Stores.Artifacts;
using Mesh.Video;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Vae;

/// <summary>The stage VaeEncode of an edit: film to the artifact of its latents.</summary>
public sealed class VaeEncodeWork(
    [FromKeyedServices(ModelParts.Vae)] StageWeights weights,
    IArtifactStore artifacts,
    EarlyWriters writers,
    MeshOptions options)
{
    /// <exception cref="StaleWeightsException">The weights of the edit are not current any more.</exception>
    /// <exception cref="EditInputException">The film cannot be read, or there is no such model.</exception>
    public async Task RunAsync(
        VaeEncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var handle = await weights.AcquireAsync(arguments.Model, arguments.Version, cancellation);
            using var scratch = new ScratchFolder();
            var film = await artifacts.FetchAsync(arguments.VideoKey, cancellation);
            var probed = await ProbedFilm.FindAsync(artifacts, arguments.FilmKey, film, cancellation);
            var job = new SourceJob(film, scratch.At("latents.safetensors"))
            {
                Probed = probed,
                Guides = await arguments.Guides.FetchAsync(artifacts, cancellation),
                Frames = KeepsFrames(arguments, probed) ? scratch.At("frames.rgb") : null,
            };
            await new SourceStage(handle.Model).RunAsync(job, new StageSteps(progress, EditStage.Encode), cancellation);
            // Before the latents, which say that the stage is done.
            if (job.Frames is { } frames)
                await artifacts.WriteFileAsync(arguments.FramesKey!, frames, replace: false, cancellation);
            await artifacts.WriteFileAsync(arguments.SourceKey, job.Output, replace: false, cancellation);
            if (arguments.OutputKey is { } output && probed is not null)
                await writers.StartAsync(output, probed);
        }
        catch (VideoException error)
        {
            throw new EditInputException(error.Message, "video", inner: error);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToInputException();
        }
    }

    private bool KeepsFrames(VaeEncodeArguments arguments, VideoInfo? film) => arguments.FramesKey is not null
        && film is not null && RawFrames.BytesOf(film) <= options.Artifacts.MaxFrameBytes;
}
