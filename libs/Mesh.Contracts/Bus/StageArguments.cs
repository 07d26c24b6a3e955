namespace Mesh.Contracts.Bus;

// Activities that share a process need distinct argument and log types, so every stage has its own. Artifacts are named
// by deterministic keys, set by the gateway before the slip starts: a stage that runs twice writes the same bytes.

/// <summary>Arguments of <see cref="EditStageName.Encode"/>.</summary>
public sealed record EncodeArguments : IStageArguments
{
    public required Guid EditId { get; init; }

    /// <summary>Name of the model; empty for the default.</summary>
    public required string Model { get; init; }

    public string? Version { get; init; }

    public required string Instruction { get; init; }

    public string? NegativePrompt { get; init; }

    public double? Guidance { get; init; }

    /// <summary>What is shown beside the film; a model that cannot use it refuses the edit here.</summary>
    public GuideKeys Guides { get; init; } = new();

    /// <summary>Artifact to write: the condition, safetensors.</summary>
    public required string TextKey { get; init; }
}

/// <summary>Arguments of <see cref="EditStageName.VaeEncode"/>.</summary>
public sealed record VaeEncodeArguments : IStageArguments
{
    public required Guid EditId { get; init; }

    public required string Model { get; init; }

    public string? Version { get; init; }

    /// <summary>Artifact of the film, as uploaded.</summary>
    public required string VideoKey { get; init; }

    /// <summary>Artifact of what the gateway's check of the film found; null for the stage to look itself.</summary>
    public string? FilmKey { get; init; }

    /// <summary>What is shown beside the film.</summary>
    public GuideKeys Guides { get; init; } = new();

    /// <summary>Artifact to write: latents of every window, safetensors.</summary>
    public required string SourceKey { get; init; }

    /// <summary>Artifact to write where the film is small enough: its frames, RGB24; null for none.</summary>
    public string? FramesKey { get; init; }

    /// <summary>Artifact that <see cref="EditStageName.VaeDecode"/> will write; null prepares nothing.</summary>
    public string? OutputKey { get; init; }
}

/// <summary>Arguments of <see cref="EditStageName.Denoise"/>.</summary>
public sealed record DenoiseArguments : IStageArguments
{
    public required Guid EditId { get; init; }

    public required string Model { get; init; }

    public string? Version { get; init; }

    public required long Seed { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    public required string TextKey { get; init; }

    public required string SourceKey { get; init; }

    /// <summary>Artifact to write while it runs: latent, step and window, so that another worker can go on.</summary>
    public required string CheckpointKey { get; init; }

    /// <summary>Artifact to write: edited latents of every window, safetensors.</summary>
    public required string EditedKey { get; init; }
}

/// <summary>Arguments of <see cref="EditStageName.VaeDecode"/>.</summary>
public sealed record VaeDecodeArguments : IStageArguments
{
    public required Guid EditId { get; init; }

    public required string Model { get; init; }

    public string? Version { get; init; }

    public required string VideoKey { get; init; }

    /// <summary>As in <see cref="VaeEncodeArguments"/>.</summary>
    public string? FilmKey { get; init; }

    /// <summary>Artifact of the film's frames; the film is decoded where it was not written, or for null.</summary>
    public string? FramesKey { get; init; }

    public required string SourceKey { get; init; }

    public required string EditedKey { get; init; }

    /// <summary>Artifact to write: the edited film.</summary>
    public required string OutputKey { get; init; }

    /// <summary>Artifact to write: the measured report, JSON.</summary>
    public required string ReportKey { get; init; }
}

/// <summary>Arguments of <see cref="EditStageName.Finish"/>.</summary>
public sealed record FinishArguments : IStageArguments
{
    public required Guid EditId { get; init; }

    public required string OutputKey { get; init; }

    public required string ReportKey { get; init; }
}
