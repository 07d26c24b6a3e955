namespace Mesh.Cli.Eval;

/// <summary>What mesh eval was asked for; what is null is taken from the library.</summary>
/// <param name="Model">Folder of the model.</param>
internal sealed record EvalOptions(string Model)
{
    public int? Cases { get; init; }

    public ulong? Seed { get; init; }

    public string? Sheet { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    public int? Threads { get; init; }

    public bool Json { get; init; }
}
