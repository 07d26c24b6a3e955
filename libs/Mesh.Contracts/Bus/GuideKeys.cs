namespace Mesh.Contracts.Bus;

/// <summary>Artifacts that show what words cannot.</summary>
public sealed record GuideKeys
{
    /// <summary>White where the film is to be made anew: a film as long, or a picture.</summary>
    public string? Mask { get; init; }

    /// <summary>What the edit is to follow: a film as long, or a picture.</summary>
    public string? Control { get; init; }

    /// <summary>Pictures of what is meant.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}
