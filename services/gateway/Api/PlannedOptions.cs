using Mesh.Contracts.Bus;
using Mesh.Contracts.Gateway.V1;
using Mesh.Gateway.Edits;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>What a caller asks for and what the edit keeps of it.</summary>
internal static class PlannedOptions
{
    /// <param name="options">Checked.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="videoKey">Artifact of the film.</param>
    /// <param name="guides">What is shown beside the film.</param>
    public static EditPlan ToPlan(EditOptions options, Guid edit, string videoKey, GuideKeys guides)
    {
        var plan = new EditPlan
        {
            Instruction = options.Instruction,
            Model = options.Model,
            NegativePrompt = options.NegativePrompt == "" ? null : options.NegativePrompt,
            Guidance = options.HasGuidance ? options.Guidance : null,
            Steps = options.HasSteps ? options.Steps : null,
            FileName = options.FileName,
            VideoKey = videoKey,
            Guides = guides,
            OutputKey = EditArtifacts.Output(edit, VideoContainers.Extension(options.FileName)),
        };
        return options.HasSeed ? plan with { Seed = options.Seed } : plan;
    }

    public static EditOptions Of(EditJob job)
    {
        var plan = EditPlan.Parse(job.Options);
        var options = new EditOptions
        {
            Instruction = plan.Instruction,
            Model = plan.Model,
            NegativePrompt = plan.NegativePrompt ?? "",
            Seed = plan.Seed,
            FileName = plan.FileName,
            IdempotencyKey = job.IdempotencyKey ?? "",
            Priority = job.Priority switch
            {
                EditJobPriority.Interactive => Priority.Interactive,
                EditJobPriority.Batch => Priority.Batch,
                _ => Priority.Standard,
            },
        };
        if (plan.Guidance is { } guidance)
            options.Guidance = guidance;
        if (plan.Steps is { } steps)
            options.Steps = steps;
        return options;
    }
}
