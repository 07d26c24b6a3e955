using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Vae;

/// <summary>The stage VaeDecode on the bus.</summary>
public sealed class VaeDecodeActivity(StageTools tools, VaeDecodeWork work) : StageActivity<VaeDecodeArguments>(tools)
{
    protected override EditStageName Stage => EditStageName.VaeDecode;

    protected override IReadOnlyList<string> Outputs(VaeDecodeArguments arguments) =>
        [arguments.OutputKey, arguments.ReportKey];

    protected override Task RunAsync(
        VaeDecodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        work.RunAsync(arguments, progress, cancellation);
}
