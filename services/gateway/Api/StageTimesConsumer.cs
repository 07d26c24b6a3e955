using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Gateway.Edits;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>Lets every gateway learn from every edit how long stages take.</summary>
internal sealed class StageTimesConsumer(StageTimes times, IEditJobStore jobs)
    : IConsumer<EditProgressed>, IConsumer<EditEnded>
{
    public async Task Consume(ConsumeContext<EditProgressed> context)
    {
        var news = context.Message;
        // Which model it is matters at the end of a stage only.
        var isLast = StageTimes.IsLast(news);
        var job = isLast ? await jobs.GetAsync(news.EditId, context.CancellationToken) : null;
        if (isLast == job is not null)
            times.Seen(news.EditId, job is null ? "" : EditPlan.Parse(job.Options).Model, news);
    }

    public Task Consume(ConsumeContext<EditEnded> context)
    {
        times.Ended(context.Message.EditId);
        return Task.CompletedTask;
    }
}
