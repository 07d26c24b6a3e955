using System.CommandLine;
using Mesh.Training.Checkpoints;
using Mesh.Training.Launch;

namespace Mesh.Cli.Train;

/// <summary>Options of mesh train for runs over ranks.</summary>
internal static class RankedOptions
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Dataset of an icve recipe: latents from mesh encode, or clips with --model.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "Model folder that encodes clips of an icve recipe while it trains.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Start = new("--init")
    {
        Description = "Published weights an icve recipe starts from; random ones without.",
        HelpName = "PATH",
    };

    private static readonly Option<int?> Ranks =
        Numbers.Option("--nproc", "Ranks of an icve recipe on this machine, each a process (1).", 1, 1024);

    private static readonly Option<int?> Shards =
        Numbers.Option("--shard", "Ranks that share one copy of the weights (all that share no sample).", 1, 4096);

    private static readonly Option<int?> Sequence =
        Numbers.Option("--sequence", "Ranks that share one sample (1).", 1, 1024);

    private static readonly Option<int?> SaveEvery =
        Numbers.Option("--save-every", "Steps between checkpoints of an icve recipe (the recipe's own).", 1, 1_000_000);

    private static readonly Option<string?> Checkpoints = new("--checkpoints")
    {
        Description = "Where checkpoints of an icve recipe go: a folder (in the run's) or s3://BUCKET/KEY.",
        HelpName = "PLACE",
    };

    private static readonly Option<int?> Restarts =
        Numbers.Option("--restarts", "How often in a row ranks are started again without progress (3).", 0, 1000);

    private static readonly Option<double?> Peak = Numbers.Option(
        "--peak-tflops", "What a device of an icve recipe can do, for MFU (by its name).", 0.001, 1_000_000.0);

    public static IReadOnlyList<Option> All { get; } =
        [Data, Model, Start, Ranks, Shards, Sequence, SaveEvery, Checkpoints, Restarts, Peak];

    /// <summary>The run with what was asked for.</summary>
    public static RunRequest Of(ParseResult parsed, RunRequest run) => run with
    {
        Data = parsed.GetValue(Data),
        Model = parsed.GetValue(Model) is { } model ? Home.Model(model) : null,
        StartFrom = parsed.GetValue(Start),
        Lora = LoraOptions.Of(parsed),
        Ranks = parsed.GetValue(Ranks) ?? 1,
        Shards = parsed.GetValue(Shards),
        Sequence = parsed.GetValue(Sequence) ?? 1,
        SaveEvery = parsed.GetValue(SaveEvery),
        Checkpoints = parsed.GetValue(Checkpoints),
        Buckets = BucketAddress.Read(Environment.GetEnvironmentVariable),
        PublishEvery = PublishingOptions.Steps(parsed),
        Restarts = parsed.GetValue(Restarts) ?? 3,
        PeakFlops = parsed.GetValue(Peak) * 1e12,
    };
}
