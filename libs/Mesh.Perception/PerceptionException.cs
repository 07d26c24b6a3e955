namespace Mesh.Perception;

/// <summary>A network cannot be used; the message says which, what was expected, what was found and the cure.</summary>
public sealed class PerceptionException(string message, Exception? inner = null) : Exception(message, inner);
