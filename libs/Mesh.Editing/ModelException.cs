namespace Mesh.Editing;

/// <summary>A model folder cannot be used; the message is one line for the person who named the folder.</summary>
public sealed class ModelException(string message, Exception? inner = null) : Exception(message, inner);
