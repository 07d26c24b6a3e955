namespace Mesh.Nano.Evaluation;

/// <summary>Which cases are scored.</summary>
public sealed record EvaluationOptions
{
    public int Cases { get; init; } = 240;

    /// <summary>Draws the scenes and names the noise. Settings are chosen on other seeds than the reported.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Cases edited at a time.</summary>
    public int BatchSize { get; init; } = 40;

    /// <summary>Cases kept for the contact sheet.</summary>
    public int Shown { get; init; } = 24;
}
