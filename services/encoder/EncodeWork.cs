using Mesh.Contracts.Bus;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.ServiceDefaults.Bus;
using Mesh.Serving;
using Mesh.Serving.Models;
using Mesh.Serving.Work;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Encoder;

/// <summary>The stage Encode of an edit: instruction to the artifact of its condition.</summary>
public sealed class EncodeWork(
    [FromKeyedServices(ModelParts.Text)] StageWeights weights, IArtifactStore artifacts)
{
    /// <exception cref="StaleWeightsException">The weights of the edit are not current any more.</exception>
    /// <exception cref="EditInputException">The model cannot do what is asked.</exception>
    public async Task RunAsync(
        EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var handle = await weights.AcquireAsync(arguments.Model, arguments.Version, cancellation);
            // The first stage that knows the model refuses what it cannot use; the vae will use it.
            arguments.Guides.Named().Require(handle.Model.Abilities, handle.Model.Name);

            using var scratch = new ScratchFolder();
            var text = scratch.At("text.safetensors");
            new TextStage(handle.Model).Run(
                arguments.Instruction, text, arguments.Guidance, arguments.NegativePrompt);
            await artifacts.WriteFileAsync(arguments.TextKey, text, replace: false, cancellation);
            progress.Report(new(Step: 1, Steps: 1));
        }
        catch (Exception error) when (Refusal.Of(error) is { } refusal)
        {
            throw refusal.ToInputException();
        }
    }
}
