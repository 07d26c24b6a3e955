namespace Mesh.Stores.Jobs;

/// <summary>How far an edit has got. Later stages, windows and steps are further.</summary>
/// <param name="Stage">Number of the stage, in the order of the stages, from 0.</param>
/// <param name="Step">Steps of the window that are done.</param>
/// <param name="Steps">How many there are; 0 while it is not known.</param>
/// <param name="Window">Window of a long film, from 1.</param>
/// <param name="Windows">How many there are.</param>
public sealed record EditProgress(int Stage, int Step, int Steps, int Window = 1, int Windows = 1);
