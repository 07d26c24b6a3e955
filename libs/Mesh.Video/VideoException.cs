namespace Mesh.Video;

/// <summary>A file that cannot be read or written; the message is one line for the person who named it.</summary>
public sealed class VideoException : Exception
{
    public VideoException(string message)
        : base(message)
    {
    }

    public VideoException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
