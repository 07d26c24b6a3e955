using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;
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
        var edit = context.Arguments.EditId;
        var delivery = StageDelivery.Of(context);
        using var running = tools.Running.Start(edit, tools.Options.StageTimeout, context.CancellationToken);
        try
        {
            return delivery.Deliveries <= tools.Options.DeliveryLimit
                ? await InTurnAsync(context, delivery, running)
                : Faulted(context, new DeliveryLimitException(MeshQueues.Word(Stage), delivery.Deliveries));
        }
        catch (Exception error) when (running.Cause is { } cause)
        {
            Logger.LogInformation("Edit {EditId} stopped, {Cause}: {Reason}", edit, cause, error.Message);
            return cause switch
            {
                StopCause.Cancelled => await EndedAsync(context),
                StopCause.HandOver => Returned(context, delivery),
                _ => Faulted(context, new StageTimeoutException(MeshQueues.Word(Stage), tools.Options.StageTimeout)),
            };
        }
        catch (EditInputException error)
        {
            return Sent(context, StageFault.Result(context, error));
        }
        catch (StaleWeightsException error)
        {
            Logger.LogInformation("Edit {EditId} begins anew: {Reason}", edit, error.Message);
            return Sent(context, StageFault.Restart(context, error));
        }
        catch (Exception error)
        {
            context.Result = Faulted(context, error);  // what the bus sends when no retry helps
            throw;
        }
    }

    private ILogger Logger => tools.Logger(MeshQueues.Word(Stage));

    // Waits until this process is free and no twin of the message is at work, or gives the message back.
    private async Task<ExecutionResult> InTurnAsync(
        ExecuteContext<TArguments> context, StageDelivery delivery, RunningEdit running)
    {
        var edit = context.Arguments.EditId;
        if (await HasEndedAsync(edit, running.Token))
            return await EndedAsync(context);
        using var slot = await WorkTurn.TakeAsync(tools, delivery, running.Token);
        if (slot is null)
            return Returned(context, delivery);

        await using var lease = await tools.Leases.TryAcquireAsync(
            $"{MeshQueues.Word(Stage)}/{edit:N}", tools.Owner, tools.Options.Lease, running.Token);
        if (lease is null)
        {
            slot.Dispose();  // others may work while this one waits for its twin
            await Task.Delay(tools.Options.ReturnAfter, running.Token);
            return Returned(context, delivery);
        }

        running.StopOn(StopCause.HandOver, lease.Lost);
        tools.Instruments.Waited(Stage, delivery.Priority, DateTime.UtcNow - (context.SentTime ?? DateTime.UtcNow));
        using var run = tools.Instruments.StartStage(Stage, edit, context.Arguments.Model);
        try
        {
            run.Outcome = await WorkAsync(context, running);
            return run.Outcome == StageOutcome.Cancelled
                ? await EndedAsync(context)
                : Sent(context, context.Completed());
        }
        catch (Exception error)
        {
            run.Failed(error);
            run.Outcome = error is EditInputException or StaleWeightsException ? StageOutcome.Refused
                : running.Cause is StopCause.Cancelled ? StageOutcome.Cancelled : StageOutcome.Faulted;
            if (running.Cause is null && run.Outcome == StageOutcome.Faulted)
                Logger.LogWarning(error, "Edit {EditId} failed", edit);
            throw;
        }
    }

    private async Task<StageOutcome> WorkAsync(ExecuteContext<TArguments> context, RunningEdit running)
    {
        var arguments = context.Arguments;
        if (await MissingAsync(arguments, running.Token) is null)
            return StageOutcome.Skipped;
        if (context.GetRetryAttempt() > 0)
            tools.Instruments.Retried(Stage);

        var progress = new ProgressPublisher(context, arguments.EditId, Stage, Logger);
        await using (TombstoneWatch.Start(tools, arguments.EditId, running))
            await RunAsync(arguments, progress, running.Token);
        if (running.Cause is StopCause.Cancelled)
            return StageOutcome.Cancelled;
        if (await MissingAsync(arguments, CancellationToken.None) is { } missing)
            throw new InvalidOperationException($"The stage {Stage} ended without writing {missing}.");
        return StageOutcome.Succeeded;
    }

    private async Task<string?> MissingAsync(TArguments arguments, CancellationToken cancellation)
    {
        foreach (var key in Outputs(arguments))
        {
            if (!await tools.Artifacts.ExistsAsync(key, cancellation))
                return key;
        }
        return null;
    }

    private async Task<bool> HasEndedAsync(Guid edit, CancellationToken cancellation) =>
        await tools.Jobs.GetAsync(edit, cancellation) is { HasEnded: true };

    // What was made for an edit without a result, this stage's part included, is of no use to anybody.
    private async Task<ExecutionResult> EndedAsync(ExecuteContext<TArguments> context)
    {
        var edit = context.Arguments.EditId;
        if (await tools.Jobs.GetAsync(edit) is not { State: EditJobState.Succeeded })
            await tools.Artifacts.DeleteAsync(EditArtifacts.Folder(edit), CancellationToken.None);
        return Sent(context, context.Terminate());
    }

    private SentResult Sent(ExecuteContext context, ExecutionResult result) =>
        new(context, result, tools.Options.PublishTimeout);

    private SentResult Faulted(ExecuteContext context, Exception error) => Sent(context, context.Faulted(error));

    private ReturnedResult Returned(ExecuteContext context, StageDelivery delivery) =>
        new(context, delivery, tools.Options.PublishTimeout);
}
