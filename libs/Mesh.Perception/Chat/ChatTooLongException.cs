namespace Mesh.Perception.Chat;

/// <summary>A conversation and its reply have more tokens than the network was trained for.</summary>
public sealed class ChatTooLongException(string message) : ArgumentException(message);
