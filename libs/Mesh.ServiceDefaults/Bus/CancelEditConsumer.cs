using MassTransit;
using Mesh.Contracts.Bus;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>Stops what this process does for an edit that nobody wants any more.</summary>
/// <remarks>A worker that is not reached looks into the job store every so often.</remarks>
internal sealed class CancelEditConsumer(RunningEdits running) : IConsumer<CancelEdit>
{
    public Task Consume(ConsumeContext<CancelEdit> context)
    {
        running.Cancel(context.Message.EditId);
        return Task.CompletedTask;
    }
}
