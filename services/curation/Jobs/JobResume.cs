using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Hosting;
using Mesh.Stores.Curation;
using Microsoft.Extensions.Hosting;

namespace Mesh.Curator.Jobs;

/// <summary>
/// With a bus in memory the messages of a job go with the process: what was not finished is sent out again at the next
/// start, oldest first. What was done is found.
/// </summary>
public sealed class JobResume(MeshOptions mesh, ICurationJobStore jobs, IBus bus, IHostApplicationLifetime host)
    : BackgroundService
{
    private const int Page = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (mesh.Transport != MeshTransport.InMemory)
            return;
        // A job that is taken after this is sent out by whoever takes it.
        var unfinished = await UnfinishedAsync(stoppingToken);
        var started = new TaskCompletionSource();
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        foreach (var job in unfinished)
        {
            await (job.State switch
            {
                CurationState.Looking => JobSubmission.DispatchAsync(job, bus, stoppingToken),
                CurationState.Writing =>
                    bus.SendAsync(CurationQueues.Whole, new WriteDataset(job.Id), stoppingToken),
                _ => bus.SendAsync(CurationQueues.Whole, new ChooseShots(job.Id), stoppingToken),
            });
        }
    }

    private async Task<List<CurationJob>> UnfinishedAsync(CancellationToken cancellation)
    {
        var unfinished = new List<CurationJob>();
        long? before = null;
        IReadOnlyList<CurationJob> page;
        do
        {
            page = await jobs.ListAsync(Page, before, cancellation);
            unfinished.InsertRange(0, page.Where(job => job.State < CurationState.Completed).Reverse());
            before = page.Count > 0 ? page[^1].Sequence : null;
        }
        while (page.Count == Page);
        return unfinished;
    }
}
