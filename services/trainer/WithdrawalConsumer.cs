using MassTransit;
using Mesh.Contracts.Bus;

namespace Mesh.Trainer;

/// <summary>Tells of weights of this trainer that failed their trial or were rolled back.</summary>
internal sealed class WithdrawalConsumer(TrainerOptions options, RunNews news) : IConsumer<CheckpointWithdrawn>
{
    public Task Consume(ConsumeContext<CheckpointWithdrawn> context)
    {
        var withdrawn = context.Message;
        if (withdrawn.Location.StartsWith($"{Path.GetFullPath(options.Runs)}/", StringComparison.Ordinal))
            news.Note($"Version {withdrawn.Version} was withdrawn: {withdrawn.Reason}");
        return Task.CompletedTask;
    }
}
