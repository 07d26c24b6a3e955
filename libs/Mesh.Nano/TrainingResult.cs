using Mesh.Nano.Evaluation;

namespace Mesh.Nano;

/// <summary>A finished run.</summary>
/// <param name="Folder">The model folder.</param>
/// <param name="Time">Wall-clock time of the stages and the data.</param>
/// <param name="Report">What the editor scores.</param>
public sealed record TrainingResult(string Folder, TimeSpan Time, EvaluationReport Report);
