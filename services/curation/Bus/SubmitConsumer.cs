using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Curator.Jobs;
using Mesh.ServiceDefaults.Errors;
using Microsoft.Extensions.Logging;

namespace Mesh.Curator.Bus;

/// <summary>Takes jobs from the bus; one that cannot be taken ends at once with its reason.</summary>
public sealed class SubmitConsumer(JobSubmission submission, ILogger<SubmitConsumer> logger)
    : IConsumer<SubmitCurationJob>
{
    public async Task Consume(ConsumeContext<SubmitCurationJob> context)
    {
        var message = context.Message;
        try
        {
            if (message.JobId == Guid.Empty)
                throw new InvalidRequestException("jobId", "must be a UUID that the sender chooses");
            var job = await submission.AcceptAsync(
                message.JobId, message.Recipe, message.Sources, context.CancellationToken);
            await JobSubmission.DispatchAsync(job, context, context.CancellationToken);
        }
        catch (InvalidRequestException error)
        {
            logger.LogWarning("Curation {JobId} was refused: {Reason}", message.JobId, error.Message);
            await context.Publish(
                new CurationCompleted { JobId = message.JobId, State = "failed", Error = error.Message });
        }
    }
}
