using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Dit;

/// <summary>The stage Denoise on the bus.</summary>
public sealed class DenoiseActivity(StageTools tools, DenoiseWork work) : StageActivity<DenoiseArguments>(tools)
{
    protected override EditStageName Stage => EditStageName.Denoise;

    protected override IReadOnlyList<string> Outputs(DenoiseArguments arguments) => [arguments.EditedKey];

    protected override Task RunAsync(
        DenoiseArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        work.RunAsync(arguments, progress, cancellation);
}
