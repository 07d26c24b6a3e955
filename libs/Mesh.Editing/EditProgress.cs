namespace Mesh.Editing;

/// <summary>What an edit is doing.</summary>
public enum EditStage
{
    Probe,
    Text,
    Encode,
    Denoise,
    Decode,
    Write,
    Measure,
}

/// <summary>A step of an edit is done.</summary>
/// <param name="Stage">What was done.</param>
/// <param name="Step">Steps done of this stage in this window, from 1.</param>
/// <param name="Steps">Steps of this stage in one window.</param>
/// <param name="Window">The window, from 1.</param>
/// <param name="Windows">Windows of the film.</param>
/// <param name="Remaining">Time left for the whole edit; null until it can be told.</param>
public readonly record struct EditProgress(
    EditStage Stage, int Step, int Steps, int Window, int Windows, TimeSpan? Remaining)
{
    /// <summary>Share of the stage that is done, over all windows, 0 to 1.</summary>
    public double Share => (Window - 1 + (double)Step / Steps) / Windows;
}
