using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Serving;
using Mesh.Serving.Models;
using Mesh.Serving.Work;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Dit;

/// <summary>
/// The stage Denoise of an edit: condition and source latents to the artifact of edited latents. What it keeps on the
/// way lets another worker go on, with the same bytes in the end.
/// </summary>
public sealed class DenoiseWork(
    [FromKeyedServices(ModelParts.Transformer)] StageWeights weights, IArtifactStore artifacts, MeshOptions options)
{
    /// <exception cref="StaleWeightsException">The weights of the edit are not current any more.</exception>
    /// <exception cref="EditInputException">A number is out of range, or there is no such model.</exception>
    public async Task RunAsync(
        DenoiseArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var handle = await weights.AcquireAsync(arguments.Model, arguments.Version, cancellation);
            using var scratch = new ScratchFolder();
            var checkpoints = new ArtifactCheckpoints(artifacts, arguments.CheckpointKey);
            var job = new DenoiseJob(
                await artifacts.FetchAsync(arguments.TextKey, cancellation),
                await artifacts.FetchAsync(arguments.SourceKey, cancellation),
                scratch.At("edited.safetensors"))
            {
                Seed = arguments.Seed,
                Steps = arguments.Steps,
                Guidance = arguments.Guidance,
                Version = handle.Version,
            };
            var shown = new PreviewProgress(artifacts, EditArtifacts.Preview(arguments.EditId), progress);
            var previews = options.Previews.Enabled
                ? new DenoisePreviews(handle.Model, options.Previews.Interval, shown.ShowAsync)
                : null;
            await new DenoiseStage(handle.Model).RunAsync(
                job, checkpoints, new StageSteps(shown, EditStage.Denoise), previews, cancellation);
            await artifacts.WriteFileAsync(arguments.EditedKey, job.Output, replace: false, cancellation);
            await checkpoints.DeleteAsync(cancellation);
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToInputException();
        }
    }
}
