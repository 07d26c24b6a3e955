using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving;
using Mesh.Serving.Models;
using Mesh.Serving.Work;
using Mesh.Stores.Artifacts;
using Mesh.Video;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Vae;

/// <summary>The stage VaeEncode of an edit: film to the artifact of its latents.</summary>
public sealed class VaeEncodeWork(
    [FromKeyedServices(ModelParts.Vae)] StageWeights weights, IArtifactStore artifacts)
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
            var latents = scratch.At("latents.safetensors");
            var film = await artifacts.FetchAsync(arguments.VideoKey, cancellation);
            await new SourceStage(handle.Model).RunAsync(
                film,
                latents,
                await ProbedFilm.FindAsync(artifacts, arguments.FilmKey, film, cancellation),
                await arguments.Guides.FetchAsync(artifacts, cancellation),
                new StageSteps(progress, EditStage.Encode),
                cancellation);
            await artifacts.WriteFileAsync(arguments.SourceKey, latents, replace: false, cancellation);
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
}
