namespace Mesh.Cli;

/// <summary>Something on the command line makes no sense; the message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
