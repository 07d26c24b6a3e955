using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Curator.Jobs;
using Mesh.Stores.Curation;

namespace Mesh.Curator.Bus;

/// <summary>Looks at a film; whoever looks at the last one starts the choosing.</summary>
public sealed class LookConsumer(ICurationJobStore jobs, JobWork work, RunningJobs running) : IConsumer<LookAtSource>
{
    public async Task Consume(ConsumeContext<LookAtSource> context)
    {
        var found = await jobs.FindAsync(context.Message.JobId, context.CancellationToken);
        if (found is not { State: CurationState.Looking } job)
            return;
        using var stop = running.Enter(job.Id, context.CancellationToken);
        job = await work.LookAsync(job, context.Message.Number, stop.Token);
        await JobEvents.ProgressAsync(context, job, job.Looked, stop.Token);
        if (job.Looked == job.Sources)
            await context.SendAsync(CurationQueues.Whole, new ChooseShots(job.Id), stop.Token);
    }
}

/// <summary>Finds duplicates over all films, then sends out the making.</summary>
public sealed class ChooseConsumer(ICurationJobStore jobs, JobWork work, RunningJobs running) : IConsumer<ChooseShots>
{
    public async Task Consume(ConsumeContext<ChooseShots> context)
    {
        var token = context.CancellationToken;
        if (await jobs.FindAsync(context.Message.JobId, token) is not { State: <= CurationState.Making } job)
            return;
        using var stop = running.Enter(job.Id, token);
        await jobs.AdvanceAsync(job.Id, CurationState.Looking, CurationState.Choosing, null, stop.Token);
        await work.ChooseAsync(job, stop.Token);
        await jobs.AdvanceAsync(job.Id, CurationState.Choosing, CurationState.Making, null, stop.Token);
        // Again after a crash in the middle: films that were made are skipped.
        var queue = await context.GetSendEndpoint(CurationQueues.Address(CurationQueues.Make));
        for (var number = 0; number < job.Sources; number++)
            await queue.Send(new MakeSamples(job.Id, number), stop.Token);
    }
}

/// <summary>Makes the samples of a film; whoever makes the last ones starts the writing.</summary>
public sealed class MakeConsumer(ICurationJobStore jobs, JobWork work, RunningJobs running) : IConsumer<MakeSamples>
{
    public async Task Consume(ConsumeContext<MakeSamples> context)
    {
        var found = await jobs.FindAsync(context.Message.JobId, context.CancellationToken);
        if (found is not { State: CurationState.Making } job)
            return;
        using var stop = running.Enter(job.Id, context.CancellationToken);
        var source = await jobs.SourceAsync(job.Id, context.Message.Number, stop.Token);
        (var made, job) = await work.MakeAsync(job, context.Message.Number, stop.Token);
        foreach (var sample in made.Samples)
        {
            await context.Publish(
                new ClipCurated
                {
                    JobId = job.Id,
                    SampleId = sample.Id,
                    Source = source?.Path ?? "",
                    Bucket = sample.Bucket,
                    Instruction = sample.Instruction,
                    Dropped = sample.Drop?.Reason,
                },
                stop.Token);
        }
        await JobEvents.ProgressAsync(context, job, job.Made, stop.Token);
        if (job.Made == job.Sources)
            await context.SendAsync(CurationQueues.Whole, new WriteDataset(job.Id), stop.Token);
    }
}

/// <summary>Writes the dataset and tells the end.</summary>
public sealed class WriteConsumer(ICurationJobStore jobs, JobWork work, RunningJobs running) : IConsumer<WriteDataset>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Consume(ConsumeContext<WriteDataset> context)
    {
        var token = context.CancellationToken;
        using var stop = running.Enter(context.Message.JobId, token);
        await jobs.AdvanceAsync(context.Message.JobId, CurationState.Making, CurationState.Writing, null, stop.Token);
        while (await jobs.FindAsync(context.Message.JobId, stop.Token) is { State: CurationState.Writing } job)
        {
            if (await work.WriteAsync(job, stop.Token) is { } samples)
                await JobEvents.EndAsync(context, jobs, job, CurationState.Completed, samples, null, stop.Token);
            else
                await Task.Delay(Pause, stop.Token);  // another worker writes it, or one that died was writing it
        }
    }
}

/// <summary>Stops what this process does for a job that nobody wants any more.</summary>
public sealed class CancelCurationConsumer(RunningJobs running) : IConsumer<CancelCuration>
{
    public Task Consume(ConsumeContext<CancelCuration> context)
    {
        running.Cancel(context.Message.JobId);
        return Task.CompletedTask;
    }
}
