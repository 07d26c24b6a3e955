namespace Mesh.Curation;

/// <summary>A tool that works does not work on these files: the sample is to blame, and dropped.</summary>
public sealed class ToolRefusedException(string message, Exception inner) : Exception(message, inner);
