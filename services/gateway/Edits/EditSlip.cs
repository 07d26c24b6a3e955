using MassTransit;
using MassTransit.Courier.Contracts;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Edits;

/// <summary>The way of an edit through the mesh. The same edit always gives the same slip.</summary>
internal static class EditSlip
{
    public static RoutingSlip Of(EditJob job)
    {
        var (id, plan) = (job.Id, EditPlan.Parse(job.Options));
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
            Instruction = plan.Instruction,
            NegativePrompt = plan.NegativePrompt,
            Guidance = plan.Guidance,
            Guides = plan.Guides,
            TextKey = EditArtifacts.Text(id),
        });
        Add(EditStageName.VaeEncode, new VaeEncodeArguments
        {
            EditId = id,
            Model = plan.Model,
            VideoKey = plan.VideoKey,
            FilmKey = plan.FilmKey,
            Guides = plan.Guides,
            SourceKey = EditArtifacts.Latents(id),
        });
        Add(EditStageName.Denoise, new DenoiseArguments
        {
            EditId = id,
            Model = plan.Model,
            Seed = plan.Seed,
            Steps = plan.Steps,
            Guidance = plan.Guidance,
            TextKey = EditArtifacts.Text(id),
            SourceKey = EditArtifacts.Latents(id),
            CheckpointKey = EditArtifacts.Checkpoint(id),
            EditedKey = EditArtifacts.Edited(id),
        });
        Add(EditStageName.VaeDecode, new VaeDecodeArguments
        {
            EditId = id,
            Model = plan.Model,
            VideoKey = plan.VideoKey,
            FilmKey = plan.FilmKey,
            SourceKey = EditArtifacts.Latents(id),
            EditedKey = EditArtifacts.Edited(id),
            OutputKey = plan.OutputKey,
            ReportKey = EditArtifacts.Report(id),
        });
        Add(EditStageName.Finish, new FinishArguments
        {
            EditId = id,
            OutputKey = plan.OutputKey,
            ReportKey = EditArtifacts.Report(id),
        });
        return slip.Build();

        void Add(EditStageName stage, object arguments) => slip.AddActivity(
            MeshQueues.Word(stage),
            MeshQueues.Address(MeshQueues.Of(stage, (EditPriority)job.Priority)),
            arguments);
    }
}
