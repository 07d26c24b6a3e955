using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Mesh.Contracts.Bus;
using Mesh.Gateway.Uploads;
using Mesh.ServiceDefaults.Telemetry;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Edits;

/// <summary>The last stage: looks whether the film and its report are there and whole, and ends the edit.</summary>
internal sealed class FinishActivity(
    IArtifactStore artifacts, IEditJobStore jobs, EditEndings endings, MeshInstruments instruments)
    : IExecuteActivity<FinishArguments>
{
    public async Task<ExecutionResult> Execute(ExecuteContext<FinishArguments> context)
    {
        var arguments = context.Arguments;
        using var run = instruments.StartStage(EditStageName.Finish, arguments.EditId, model: null);
        run.Outcome = StageOutcome.Skipped;
        if (await jobs.GetAsync(arguments.EditId, context.CancellationToken) is { HasEnded: false })
        {
            run.Outcome = StageOutcome.Faulted;
            var output = await OutputAsync(context, context.CancellationToken);
            await endings.FinishAsync(arguments.EditId, output, context.CancellationToken);
            run.Outcome = StageOutcome.Succeeded;
        }
        return context.Completed();
    }

    private async Task<EditOutput> OutputAsync(
        ExecuteContext<FinishArguments> context, CancellationToken cancellation)
    {
        var arguments = context.Arguments;
        await using var film = await artifacts.OpenReadAsync(arguments.OutputKey, cancellation: cancellation);
        var hash = await SHA256.HashDataAsync(film, cancellation);
        var info = await artifacts.FindAsync(arguments.OutputKey, cancellation)
            ?? throw new ArtifactNotFoundException(arguments.OutputKey);
        await using var report = await artifacts.OpenReadAsync(arguments.ReportKey, cancellation: cancellation);
        using var text = new StreamReader(report, Encoding.UTF8);
        return new(
            arguments.OutputKey,
            info.Bytes,
            Convert.ToHexStringLower(hash),
            VideoContainers.MediaType(Path.GetExtension(arguments.OutputKey)),
            StageSeconds.Add(await text.ReadToEndAsync(cancellation), context.Message.ActivityLogs));
    }
}
