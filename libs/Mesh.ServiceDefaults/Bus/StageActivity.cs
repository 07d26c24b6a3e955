using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Stores.Artifacts;
using Microsoft.Extensions.Logging;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// One stage of an edit. A message may come twice, at the same time or later, and its worker may die at any line:
/// what the stage writes has a key that depends on the edit alone, a stage whose output exists does nothing, and a
/// lease keeps duplicates apart. The message is acknowledged when the output is durable and the next stage has it.
/// </summary>
/// <remarks>
/// Stages have no compensation: what an edit leaves behind is deleted once its end is recorded (see the gateway), not
/// before, because a duplicate of the slip may still be using it.
/// </remarks>
public abstract class StageActivity<TArguments>(StageTools tools) : IExecuteActivity<TArguments>
    where TArguments : class, IStageArguments
{
    /// <summary>Which stage this is.</summary>
    protected abstract EditStageName Stage { get; }

    protected IArtifactStore Artifacts => tools.Artifacts;

    /// <summary>Artifacts that the stage writes; with all of them there, it is done.</summary>
    protected abstract IReadOnlyList<string> Outputs(TArguments arguments);

    /// <summary>Does the work. Runs alone in this process, and alone for this edit.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Observe it between steps; write what helps the next worker to go on.</param>
    /// <exception cref="EditInputException">It cannot be done: the edit fails with the message.</exception>
    protected abstract Task RunAsync(
        TArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation);

    public async Task<ExecutionResult> Execute(ExecuteContext<TArguments> context)
    {
        var arguments = context.Arguments;
        var delivery = StageDelivery.Of(context);
        var logger = tools.Logger(MeshQueues.Word(Stage));
        using var running = tools.Running.Start(
            arguments.EditId, tools.Options.StageTimeout, context.CancellationToken);
        try
        {
            if (delivery.Deliveries > tools.Options.DeliveryLimit)
                throw new DeliveryLimitException(MeshQueues.Word(Stage), delivery.Deliveries);
            var result = await OnceAsync(context, delivery, running);
            return running.Cause is StopCause.Cancelled ? await CancelledAsync(context) : result;
        }
        catch (Exception error) when (running.Cause is { } cause)
        {
            logger.LogInformation(
                "{Stage} of edit {EditId} stopped: {Cause}, {Reason}", Stage, arguments.EditId, cause, error.Message);
            return cause switch
            {
                StopCause.Cancelled => await CancelledAsync(context),
                StopCause.HandOver => new ReturnedResult(context, delivery),
                _ => throw new StageTimeoutException(MeshQueues.Word(Stage), tools.Options.StageTimeout),
            };
        }
        catch (EditInputException error)
        {
            return StageFault.Result(context, error);
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "{Stage} of edit {EditId} failed", Stage, arguments.EditId);
            throw;
        }
    }

    private async Task<ExecutionResult> OnceAsync(
        ExecuteContext<TArguments> context, StageDelivery delivery, RunningEdit running)
    {
        var arguments = context.Arguments;
        if (await tools.Jobs.IsCancelledAsync(arguments.EditId, running.Token))
            return await CancelledAsync(context);
        if (await IsDoneAsync(arguments, running.Token))
            return new SentResult(context.Completed());

        using var slot = await WorkTurn.TakeAsync(tools, delivery, running.Token);
        if (slot is null)
            return new ReturnedResult(context, delivery);

        var name = $"{MeshQueues.Word(Stage)}/{arguments.EditId:N}";
        await using var lease = await tools.Leases.TryAcquireAsync(
            name, tools.Owner, tools.Options.Lease, running.Token);
        if (lease is null)
        {
            slot.Dispose();  // others may work while this one waits for its twin
            await Task.Delay(tools.Options.ReturnAfter, running.Token);
            return new ReturnedResult(context, delivery);
        }

        running.StopOn(StopCause.HandOver, lease.Lost);
        if (!await IsDoneAsync(arguments, running.Token))
            await WorkAsync(context, running);
        return new SentResult(context.Completed());
    }

    private async Task WorkAsync(ExecuteContext<TArguments> context, RunningEdit running)
    {
        var arguments = context.Arguments;
        var progress = new ProgressPublisher(
            context, arguments.EditId, Stage, tools.Logger(MeshQueues.Word(Stage)));
        await using var tombstone = TombstoneWatch.Start(tools, arguments.EditId, running);
        await RunAsync(arguments, progress, running.Token);
        foreach (var key in Outputs(arguments))
        {
            if (!await tools.Artifacts.ExistsAsync(key, running.Token))
                throw new InvalidOperationException($"The stage {Stage} ended without writing {key}.");
        }
    }

    private async Task<bool> IsDoneAsync(TArguments arguments, CancellationToken cancellation)
    {
        foreach (var key in Outputs(arguments))
        {
            if (!await tools.Artifacts.ExistsAsync(key, cancellation))
                return false;
        }
        return true;
    }

    // The edit has ended without a result: nobody needs what was made for it, this stage's part included.
    private async Task<ExecutionResult> CancelledAsync(ExecuteContext<TArguments> context)
    {
        await tools.Artifacts.DeleteAsync(EditArtifacts.Folder(context.Arguments.EditId), CancellationToken.None);
        return new SentResult(context.Terminate());
    }
}
