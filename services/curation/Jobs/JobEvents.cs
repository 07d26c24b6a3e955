using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Stores.Curation;

namespace Mesh.Curator.Jobs;

/// <summary>What the world hears about jobs.</summary>
internal static class JobEvents
{
    /// <summary>Of a job with many films only every hundredth part is told.</summary>
    private const int Parts = 100;

    public static Task ProgressAsync(IPublishEndpoint bus, CurationJob job, int done, CancellationToken cancellation) =>
        done == job.Sources || done % Math.Max(1, job.Sources / Parts) == 0
            ? bus.Publish(
                new CurationProgressed
                {
                    JobId = job.Id,
                    State = Word(job.State),
                    Done = done,
                    Sources = job.Sources,
                    Samples = job.Samples,
                },
                cancellation)
            : Task.CompletedTask;

    /// <summary>Tells the end first and writes it down then: a crash in between tells it twice, never not at all.
    /// </summary>
    public static async Task EndAsync(
        IPublishEndpoint bus, ICurationJobStore jobs, CurationJob job, CurationState end, int samples, string? error,
        CancellationToken cancellation)
    {
        await bus.Publish(
            new CurationCompleted
            {
                JobId = job.Id,
                State = Word(end),
                Samples = samples,
                Dataset = end == CurationState.Completed ? JobWork.DatasetPrefix(job.Id) : null,
                Error = error,
            },
            cancellation);
        await jobs.AdvanceAsync(job.Id, job.State, end, error, cancellation);
    }

    public static string Word(CurationState state) => state.ToString().ToLowerInvariant();
}
