using Mesh.Contracts.Bus;
using Mesh.ServiceDefaults.Bus;

namespace Mesh.Encoder;

/// <summary>The stage Encode on the bus.</summary>
public sealed class EncodeActivity(StageTools tools, EncodeWork work) : StageActivity<EncodeArguments>(tools)
{
    protected override EditStageName Stage => EditStageName.Encode;

    protected override IReadOnlyList<string> Outputs(EncodeArguments arguments) => [arguments.TextKey];

    protected override Task RunAsync(
        EncodeArguments arguments, IProgress<StageProgress> progress, CancellationToken cancellation) =>
        work.RunAsync(arguments, progress, cancellation);
}
