using Mesh.Nano.Evaluation;

namespace Mesh.Nano.Ablation;

/// <summary>The score of one arm at one of its steps.</summary>
/// <param name="Seed">Of data, first weights and noise.</param>
/// <param name="Arm">Its name.</param>
/// <param name="Step">Steps done, both stages together.</param>
/// <param name="Report">On held-out scenes, the same for all points.</param>
public sealed record AblationPoint(ulong Seed, string Arm, int Step, EvaluationReport Report);
