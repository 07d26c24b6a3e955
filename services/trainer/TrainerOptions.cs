using Microsoft.Extensions.Configuration;

namespace Mesh.Trainer;

/// <summary>Settings under "Mesh:Trainer".</summary>
public sealed record TrainerOptions
{
    private const string Section = "Mesh:Trainer";

    /// <summary>Folder of the runs; default "runs" in the current folder.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>
    /// Where checkpoints are, a folder or s3://BUCKET/KEY, each run's below its name; null for the run's own folder.
    /// </summary>
    public string? Checkpoints { get; init; }

    /// <summary>A complete model that publications take all but the transformer from.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Dataset that no run learns from, for the gate; without it only icve-smoke can publish.</summary>
    public string? HeldOut { get; init; }

    /// <summary>How much worse than the served weights new ones may be; default 0.02, a fiftieth.</summary>
    public double GateTolerance { get; init; } = 0.02;

    public static TrainerOptions Read(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<TrainerOptions>() ?? new TrainerOptions();
}
