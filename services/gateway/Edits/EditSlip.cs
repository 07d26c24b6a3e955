using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Edits;

/// <summary>
/// The way of an edit through the mesh. The same edit and weights always give the same slip; slips of other weights
/// share no artifact that is made.
/// </summary>
internal static class EditSlip
{
    public static RoutingSlip Of(EditJob job, string version)
    {
        var (id, plan) = (job.Id, EditPlan.Parse(job.Options));
        var output = EditArtifacts.Output(id, Path.GetExtension(plan.OutputKey), version);
        var slip = new RoutingSlipBuilder(id);
        // Only how it ends: to a queue that every gateway shares and that is there from the first slip on.
        slip.AddSubscription(
            MeshQueues.Address(MeshQueues.Ended),
            RoutingSlipEvents.Faulted | RoutingSlipEvents.Terminated,
            RoutingSlipEventContents.Variables);
        Add(EditStageName.Encode, new EncodeArguments
        {
            EditId = id,
            Model = plan.Model,
            Version = version,
            Instruction = plan.Instruction,
            NegativePrompt = plan.NegativePrompt,
            Guidance = plan.Guidance,
            Guides = plan.Guides,
            TextKey = EditArtifacts.Text(id, version),
        });
        Add(EditStageName.VaeEncode, new VaeEncodeArguments
        {
            EditId = id,
            Model = plan.Model,
            Version = version,
            VideoKey = plan.VideoKey,
            FilmKey = plan.FilmKey,
            FramesKey = EditArtifacts.Frames(id),
            Guides = plan.Guides,
            OutputKey = output,
            SourceKey = EditArtifacts.Latents(id, version),
        });
        Add(EditStageName.Denoise, new DenoiseArguments
        {
            EditId = id,
            Model = plan.Model,
            Version = version,
            Seed = plan.Seed,
            Steps = plan.Steps,
            Guidance = plan.Guidance,
            TextKey = EditArtifacts.Text(id, version),
            SourceKey = EditArtifacts.Latents(id, version),
            CheckpointKey = EditArtifacts.Checkpoint(id, version),
            EditedKey = EditArtifacts.Edited(id, version),
        });
        Add(EditStageName.VaeDecode, new VaeDecodeArguments
        {
            EditId = id,
            Model = plan.Model,
            Version = version,
            VideoKey = plan.VideoKey,
            FilmKey = plan.FilmKey,
            FramesKey = EditArtifacts.Frames(id),
            SourceKey = EditArtifacts.Latents(id, version),
            EditedKey = EditArtifacts.Edited(id, version),
            OutputKey = output,
            ReportKey = EditArtifacts.Report(id, version),
        });
        Add(EditStageName.Finish, new FinishArguments
        {
            EditId = id,
            OutputKey = output,
            ReportKey = EditArtifacts.Report(id, version),
        });
        return slip.Build();

        void Add(EditStageName stage, object arguments) => slip.AddActivity(
            MeshQueues.Word(stage),
            MeshQueues.Address(MeshQueues.Of(stage, (EditPriority)job.Priority)),
            arguments);
    }
}
