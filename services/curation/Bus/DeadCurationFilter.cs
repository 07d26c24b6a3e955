using System.Text.Json;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Curator.Jobs;
using Mesh.Stores.Curation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mesh.Curator.Bus;

/// <summary>
/// What was delivered too often: a film that kills its workers is dropped from its job, which goes on; a job that
/// cannot be chosen or written fails. Works on the bytes, since the message itself may be what is wrong.
/// </summary>
public sealed class DeadCurationFilter(IServiceProvider services, ILogger<DeadCurationFilter> logger)
    : IFilter<ReceiveContext>
{
    private const string Reason = "its workers did not survive it";

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var from = context.TransportHeaders.Get<string>("x-first-death-queue") ?? "a queue of the curation";
        var (job, number) = Read(context.Body.GetBytes());
        if (job is not { } id || await Jobs.FindAsync(id) is not { } found)
        {
            logger.LogError("A message from {Queue} is of no job and was dropped", from);
            return;
        }
        logger.LogError("Curation {JobId}: film {Number} was given up by {Queue}", id, number, from);
        var bus = services.GetRequiredService<IBus>();
        if (from == CurationQueues.Look && number is { } film)
            await SkipAsync(found, film, bus, isLook: true);
        else if (from == CurationQueues.Make && number is { } made)
            await SkipAsync(found, made, bus, isLook: false);
        else
        {
            await JobEvents.EndAsync(
                bus, Jobs, found, CurationState.Failed, 0, $"The job was given up: {Reason}.",
                context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadCuration");

    private ICurationJobStore Jobs => services.GetRequiredService<ICurationJobStore>();

    private async Task SkipAsync(CurationJob job, int number, IBus bus, bool isLook)
    {
        var source = await Jobs.SourceAsync(job.Id, number);
        var film = await services.GetRequiredService<JobSources>().ReadAsync(source!, CancellationToken.None);
        var pipelines = services.GetRequiredService<JobPipelines>();
        var sources = services.GetRequiredService<JobSources>();
        var selection = isLook ? null : await pipelines.SelectionAsync(
            job, () => sources.AllAsync(job.Id, CancellationToken.None), CancellationToken.None);
        var pipeline = await pipelines.OfAsync(job, CancellationToken.None);
        await pipeline.GiveUpAsync(film, selection, Reason);
        if (isLook)
        {
            job = await Jobs.LookedAsync(job.Id, number, film.Hash);
            if (job.Looked == job.Sources)
                await bus.SendAsync(CurationQueues.Whole, new ChooseShots(job.Id), CancellationToken.None);
            return;
        }
        job = await Jobs.MadeAsync(job.Id, number, 0);
        if (job.Made == job.Sources)
            await bus.SendAsync(CurationQueues.Whole, new WriteDataset(job.Id), CancellationToken.None);
    }

    private static (Guid? Job, int? Number) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var message = json.RootElement.TryGetProperty("message", out var wrapped) ? wrapped : json.RootElement;
            return (
                message.TryGetProperty("jobId", out var job) && job.TryGetGuid(out var id) ? id : null,
                message.TryGetProperty("number", out var number) && number.TryGetInt32(out var film) ? film : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
