namespace Mesh.Nano.Evaluation;

/// <summary>The clips of one case, for the eye; each [3, F, Side, Side] in [0, 1].</summary>
public sealed record ShownCase(CaseResult Result, int Side, float[] Source, float[] Edited, float[] Target);
