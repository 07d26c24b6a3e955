using System.CommandLine;
using System.CommandLine.Parsing;
using Mesh.Training.Launch;

namespace Mesh.Cli.Train;

/// <summary>The options of mesh train that make models of checkpoints.</summary>
internal static class PublishingOptions
{
    private static readonly Option<int?> Every = Numbers.Option(
        "--publish-every", "Make a model of a checkpoint every so many steps, past a gate; with --base.", 1, 1_000_000);

    private static readonly Option<string?> Base = new("--base")
    {
        Description = "Complete model that those take all but the transformer from.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> HeldOut = new("--held-out")
    {
        Description = "Dataset that the gate scores them on; icve-smoke needs none.",
        HelpName = "DIR",
    };

    public static IReadOnlyList<Option> All { get; } = [Every, Base, HeldOut];

    public static void Check(CommandResult result)
    {
        if (result.GetResult(Every) is not null != result.GetResult(Base) is not null)
            result.AddError("--publish-every K and --base DIR go together.");
    }

    /// <summary>Steps between publications; null for none.</summary>
    public static int? Steps(ParseResult parsed) => parsed.GetValue(Every);

    /// <exception cref="UsageException">No complete model, or no held-out samples.</exception>
    public static RankedPublishing? Of(ParseResult parsed, RunRequest request) =>
        parsed.GetValue(Base) is { } model ? new(request, model, parsed.GetValue(HeldOut)) : null;
}
