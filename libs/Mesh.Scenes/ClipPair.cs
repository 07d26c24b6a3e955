namespace Mesh.Scenes;

/// <summary>Two clips of one film that do not overlap in time, with what visibly differs in the second.</summary>
/// <param name="Instruction">Names one difference; other objects may differ too.</param>
/// <param name="Scene">The film.</param>
/// <param name="SourceStart">Time of the first clip's first frame, in training frames.</param>
/// <param name="TargetStart">Time of the second clip's first frame; may lie before the first clip.</param>
public sealed record ClipPair(string Instruction, Scene Scene, double SourceStart, double TargetStart);
