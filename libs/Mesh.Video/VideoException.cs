using System.ComponentModel;

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

    /// <summary>What is wrong, without the path of the file: a phrase that follows its name.</summary>
    public string Reason => InnerException is VideoException reason ? reason.Message : Message;

    /// <summary>True for a fault of the file, false for one of this machine: a program that is not installed.</summary>
    public bool IsAboutFile => InnerException switch
    {
        Win32Exception => false,
        VideoException reason => reason.IsAboutFile,
        _ => true,
    };
}
