using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Dit;

/// <summary>The stage Denoise on the bus.</summary>
public sealed class DenoiseActivity(StageTools tools, DenoiseWork work) : StageActivity<DenoiseArguments>(tools)
{
    private readonly StageTools _tools = tools;

    protected override EditStageName Stage => EditStageName.Denoise;

    protected override IReadOnlyList<string> Outputs(DenoiseArguments arguments) => [arguments.EditedKey];

    protected override Task RunAsync(
        DenoiseArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        work.RunAsync(
            arguments, new MeteredSteps(progress, _tools.Instruments, arguments.Model), cancellation);
}
