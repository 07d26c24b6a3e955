using Google.Protobuf.WellKnownTypes;
using Mesh.Contracts.Gateway.V1;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>An edit as callers see it.</summary>
public sealed class EditView(IEditJobStore jobs, StageTimes times)
{
    /// <summary>With its place in the queue and what is left of it.</summary>
    public async Task<Edit> OfAsync(EditJob job, CancellationToken cancellation)
    {
        var options = PlannedOptions.Of(job);
        var edit = new Edit
        {
            Id = job.Id.ToString("N"),
            State = Of(job.State),
            Options = options,
            Created = job.Created.ToTimestamp(),
            Started = job.Started?.ToTimestamp(),
            Ended = job.Ended?.ToTimestamp(),
        };
        if (job.State == EditJobState.Queued)
            edit.Progress = new() { QueuePosition = await jobs.QueuePositionAsync(job.Id, cancellation) };
        else
            edit.Progress = Progress(job, options.Model);
        if (job.Error is { } error)
            edit.Error = new() { Code = error.Code, Message = error.Message, Field = error.Field ?? "" };
        if (job.Output is { } output)
        {
            edit.Result = new()
            {
                Bytes = output.Bytes,
                Sha256 = output.Sha256,
                MediaType = output.MediaType,
                Report = output.Report,
            };
        }
        return edit;
    }

    private Progress Progress(EditJob job, string model)
    {
        var at = job.Progress;
        var left = job.HasEnded ? null : times.Left(model, at);
        return new()
        {
            Stage = (Stage)(at.Stage + (int)Stage.Encode),
            Step = at.Step,
            Steps = at.Steps,
            Window = at.Window,
            Windows = at.Windows,
            Eta = left is { } time ? Duration.FromTimeSpan(time) : null,
        };
    }

    private static EditState Of(EditJobState state) => state switch
    {
        EditJobState.Queued => EditState.Queued,
        EditJobState.Running => EditState.Running,
        EditJobState.Succeeded => EditState.Succeeded,
        EditJobState.Failed => EditState.Failed,
        EditJobState.Cancelled => EditState.Cancelled,
        _ => EditState.Unspecified,
    };
}
