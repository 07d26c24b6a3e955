using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Vae;

/// <summary>The stage VaeEncode on the bus.</summary>
public sealed class VaeEncodeActivity(StageTools tools, VaeEncodeWork work) : StageActivity<VaeEncodeArguments>(tools)
{
    protected override EditStageName Stage => EditStageName.VaeEncode;

    protected override IReadOnlyList<string> Outputs(VaeEncodeArguments arguments) => [arguments.SourceKey];

    protected override Task RunAsync(
        VaeEncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        work.RunAsync(arguments, progress, cancellation);
}
