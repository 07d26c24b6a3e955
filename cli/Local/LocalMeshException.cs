namespace Mesh.Cli.Local;

/// <summary>A part of a mesh on this machine does not run.</summary>
/// <param name="message">One line for the person at the terminal.</param>
/// <param name="inner">What it translates.</param>
internal sealed class LocalMeshException(string message, Exception? inner = null) : IOException(message, inner);
