namespace Mesh.ServiceDefaults.Bus;

/// <summary>How far a stage has got.</summary>
/// <param name="Step">Steps that are done.</param>
/// <param name="Steps">Steps there are.</param>
/// <param name="Window">Window of a long film, from 1.</param>
/// <param name="Windows">Windows there are.</param>
/// <param name="PreviewKey">Artifact of a preview, PNG.</param>
public sealed record StageProgress(
    int Step, int Steps, int Window = 1, int Windows = 1, string? PreviewKey = null);
