using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Stores.Checkpoints;

namespace Mesh.Gateway.Edits;

/// <summary>Remembers published weights even while no stage is there to serve them.</summary>
internal sealed class CheckpointNotes(ICheckpointStore checkpoints) : IConsumer<CheckpointPublished>
{
    public Task Consume(ConsumeContext<CheckpointPublished> context) => checkpoints.PublishAsync(
        new(context.Message.Model, context.Message.Version, context.Message.Location), context.CancellationToken);
}
