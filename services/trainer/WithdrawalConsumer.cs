using MassTransit;
using Mesh.Contracts.Bus;

namespace Mesh.Trainer;

/// <summary>Weights of this trainer that the mesh does not serve: they failed their trial.</summary>
internal sealed class WithdrawalConsumer(Publisher publisher, RunNews news) : IConsumer<CheckpointWithdrawn>
{
    public async Task Consume(ConsumeContext<CheckpointWithdrawn> context)
    {
        if (await publisher.WithdrawnAsync(context.Message.Version, context.CancellationToken))
            news.Note($"Version {context.Message.Version} was withdrawn: {context.Message.Reason}");
    }
}
