namespace Mesh.Curator.Tools;

/// <summary>How patient a caller of tools is.</summary>
public sealed record ToolOptions
{
    /// <summary>How often a call is tried at most.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Before the second attempt; doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit of one attempt: a generator may take minutes for a clip.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
