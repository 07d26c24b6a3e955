using static TorchSharp.torch;

namespace Mesh.Cli.Train;

/// <summary>What mesh train was asked for; what is null is taken from the recipe.</summary>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Folder">Where the run goes.</param>
internal sealed record TrainOptions(string Recipe, string Folder)
{
    public int? Workers { get; init; }

    public Device Device { get; init; } = CPU;

    public TimeSpan? Time { get; init; }

    public int? Steps { get; init; }

    public ulong? Seed { get; init; }

    public bool Resume { get; init; }
}
