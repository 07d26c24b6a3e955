using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Stores.Checkpoints;

namespace Mesh.Gateway.Edits;

/// <summary>Remembers published weights even while no stage is there to serve them.</summary>
internal sealed class CheckpointNotes(ICheckpointStore checkpoints)
    : IConsumer<CheckpointPublished>, IConsumer<CheckpointWithdrawn>
{
    public Task Consume(ConsumeContext<CheckpointPublished> context) => context.Message is { Trial: false } published
        ? checkpoints.PublishAsync(
            new(published.Model, published.Version, published.Location), context.CancellationToken)
        : Task.CompletedTask;

    public Task Consume(ConsumeContext<CheckpointWithdrawn> context) => checkpoints.WithdrawAsync(
        new(context.Message.Model, context.Message.Version, context.Message.Location),
        context.Message.Reason,
        context.CancellationToken);
}
