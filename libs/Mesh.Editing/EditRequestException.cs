namespace Mesh.Editing;

/// <summary>A request cannot be carried out as asked; the message is one line for the person who asked.</summary>
public sealed class EditRequestException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What it is about, for example "steps"; null for the request as a whole.</summary>
    public string? Field { get; init; }
}
