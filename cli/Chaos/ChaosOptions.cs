namespace Mesh.Cli.Chaos;

/// <summary>What to do to a mesh, and how much of it.</summary>
internal sealed record ChaosOptions
{
    public required int Edits { get; init; }

    /// <summary>Between two kills; zero kills none.</summary>
    public required TimeSpan KillEvery { get; init; }

    public required int BrokerRestarts { get; init; }

    public required int Seed { get; init; }

    /// <summary>Processes that denoise.</summary>
    public int Denoisers { get; init; } = 2;

    /// <summary>How long a killed worker keeps others from its edit.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    public required string ModelFolder { get; init; }

    /// <summary>For logs, films and the mesh's own files.</summary>
    public required string Folder { get; init; }

    /// <summary>When to give up, counted from the last edit that ended.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>How a run of chaos ended.</summary>
/// <param name="Edits">Edits that were submitted.</param>
/// <param name="Survived">Edits that have a film.</param>
/// <param name="Duplicated">Edits beyond those that were submitted, and edits that ended more than once.</param>
/// <param name="Identical">Films that are byte for byte those of an undisturbed edit.</param>
internal sealed record ChaosResult(int Edits, int Survived, int Duplicated, int Identical)
{
    public int Lost => Edits - Survived;

    public bool IsPerfect => Lost == 0 && Duplicated == 0 && Identical == Edits;

    public override string ToString() =>
        $"{Survived} survived, {Lost} lost, {Duplicated} duplicated, {Identical} identical";
}
