using System.Globalization;
using Grpc.Core;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Contracts.Curation.V1;
using Mesh.Curator.Jobs;
using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Curation;

namespace Mesh.Curator.Api;

/// <summary>mesh.curation.v1 over gRPC. A watch reads the job store, so it works on any worker.</summary>
public sealed class CurationCalls(JobSubmission submission, ICurationJobStore jobs, IBus bus)
    : Contracts.Curation.V1.Curation.CurationBase
{
    private const int UsualPage = 50;
    private const int MostPage = 200;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    public override async Task<Job> Submit(SubmitRequest request, ServerCallContext context)
    {
        var id = request.Id.Length == 0 ? Guid.NewGuid() : Parse(request.Id);
        var job = await submission.AcceptAsync(id, request.Recipe, [.. request.Sources], context.CancellationToken);
        // By way of the queue: who dies while it sends out the films leaves the message to another.
        await bus.SendAsync(
            CurationQueues.Submit,
            new SubmitCurationJob { JobId = id, Recipe = request.Recipe, Sources = [.. request.Sources] },
            context.CancellationToken);
        return JobView.Of(job);
    }

    public override async Task Watch(
        WatchRequest request, IServerStreamWriter<Job> responseStream, ServerCallContext context)
    {
        Job? shown = null;
        while (true)
        {
            var job = await FindAsync(request.Id, context.CancellationToken);
            var view = JobView.Of(job);
            if (!view.Equals(shown))
                await responseStream.WriteAsync(shown = view, context.CancellationToken);
            if (job.State >= CurationState.Completed)
                return;
            await Task.Delay(Look, context.CancellationToken);
        }
    }

    public override async Task<Job> Cancel(CancelRequest request, ServerCallContext context)
    {
        var job = await FindAsync(request.Id, context.CancellationToken);
        while (job.State < CurationState.Completed)
        {
            if (await jobs.AdvanceAsync(
                job.Id, job.State, CurationState.Cancelled, null, context.CancellationToken))
            {
                await bus.Publish(new CancelCuration(job.Id), context.CancellationToken);
                await bus.Publish(
                    new CurationCompleted { JobId = job.Id, State = JobEvents.Word(CurationState.Cancelled) },
                    context.CancellationToken);
            }
            job = await FindAsync(request.Id, context.CancellationToken);  // it may have gone on in between
        }
        return JobView.Of(job);
    }

    public override async Task<ListResponse> List(ListRequest request, ServerCallContext context)
    {
        if (request.PageSize is < 0 or > MostPage)
            throw new InvalidRequestException("page_size", $"must be 0 to {MostPage}, got {request.PageSize}");
        long? before = null;
        if (request.PageToken.Length > 0)
        {
            before = long.TryParse(request.PageToken, CultureInfo.InvariantCulture, out var sequence)
                ? sequence
                : throw new InvalidRequestException("page_token", "must be that of a page before");
        }
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var page = await jobs.ListAsync(size, before, context.CancellationToken);
        var response = new ListResponse();
        response.Jobs.AddRange(page.Select(JobView.Of));
        if (page.Count == size)
            response.NextPageToken = page[^1].Sequence.ToString(CultureInfo.InvariantCulture);
        return response;
    }

    private async Task<CurationJob> FindAsync(string id, CancellationToken cancellation) =>
        await jobs.FindAsync(Parse(id), cancellation) ?? throw RequestErrors.NotFound("curation", id);

    private static Guid Parse(string id) => Guid.TryParse(id, out var parsed)
        ? parsed
        : throw new InvalidRequestException("id", $"must be a UUID, got '{id}'");
}
