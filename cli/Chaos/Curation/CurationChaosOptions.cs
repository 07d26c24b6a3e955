namespace Mesh.Cli.Chaos.Curation;

/// <summary>What to curate, and what to do to the workers meanwhile.</summary>
internal sealed record CurationChaosOptions
{
    public required int Videos { get; init; }

    /// <summary>Between two kills; zero kills none.</summary>
    public required TimeSpan KillEvery { get; init; }

    public required int Seed { get; init; }

    /// <summary>Processes that curate.</summary>
    public int Workers { get; init; } = 3;

    /// <summary>For films, logs, artifacts and datasets.</summary>
    public required string Folder { get; init; }

    /// <summary>When to give up, counted from the last sign of life.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>How a run ended.</summary>
/// <param name="Videos">Films that were submitted.</param>
/// <param name="Curated">Films of which the dataset tells what became.</param>
/// <param name="Duplicated">Samples that are there more than once.</param>
/// <param name="IsIdentical">Whether every file is that of an undisturbed run.</param>
internal sealed record CurationChaosResult(int Videos, int Curated, int Duplicated, bool IsIdentical)
{
    public int Lost => Videos - Curated;

    public bool IsPerfect => Lost == 0 && Duplicated == 0 && IsIdentical;

    public override string ToString() =>
        $"{Curated} curated, {Lost} lost, {Duplicated} duplicated, dataset {(IsIdentical ? "identical" : "different")}";
}
