using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Edits;

/// <summary>Writes down how far edits have got, and tells who watches. Every gateway hears all of it.</summary>
internal sealed class EditNewsConsumer(IEditJobStore jobs, EditWatchers watchers, EditDispatcher dispatcher)
    : IConsumer<EditProgressed>, IConsumer<EditEnded>
{
    public async Task Consume(ConsumeContext<EditProgressed> context)
    {
        var news = context.Message;
        var progress = new EditProgress((int)news.Stage, news.Step, news.Steps, news.Window, news.Windows);
        // The first news of an edit finds it queued; all others cost one write.
        if (!await jobs.SetProgressAsync(news.EditId, progress, context.CancellationToken)
            && await jobs.TryStartAsync(news.EditId, context.CancellationToken))
        {
            await jobs.SetProgressAsync(news.EditId, progress, context.CancellationToken);
        }
        watchers.Tell(news.EditId, new(news.PreviewKey));
    }

    public Task Consume(ConsumeContext<EditEnded> context)
    {
        watchers.Tell(context.Message.EditId, new());
        dispatcher.Wake();
        return Task.CompletedTask;
    }
}
