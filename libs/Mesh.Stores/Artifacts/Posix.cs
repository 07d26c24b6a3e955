using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Mesh.Stores.Artifacts;

/// <summary>What the class library lacks to make a file durable, and to name it only when the name is free.</summary>
internal static partial class Posix
{
    private const int NotFound = 2, Exists = 17, NoSpace = 28, OverQuota = 122;

    /// <summary>Gives a file a second name unless there is one already; then nothing changes.</summary>
    public static void Link(string existing, string name)
    {
        if (link(existing, name) == 0)
        {
            return;
        }

        switch (Marshal.GetLastPInvokeError())
        {
            case Exists:
                return;
            case NotFound:
                throw new FileNotFoundException($"'{existing}' is gone.", existing);
            default:  // a file system without hard links
                MoveUnlessThere(existing, name);
                return;
        }
    }

    /// <summary>Waits until a file's bytes, or a folder's names, are on the disk.</summary>
    public static void Flush(string path)
    {
        var file = open(path, 0);
        if (file < 0)
        {
            throw Failed(path);
        }

        try
        {
            if (fsync(file) != 0)
            {
                throw Failed(path);
            }
        }
        finally
        {
            _ = close(file);
        }
    }

    public static bool SameFileSystem(string file, string folder)
    {
        var probe = Path.Combine(folder, DirectoryTree.TemporaryName(file));
        if (link(file, probe) != 0)
        {
            return false;
        }

        File.Delete(probe);
        return true;
    }

    public static bool IsDiskFull(Exception error) => error.HResult is NoSpace or OverQuota;

    private static void MoveUnlessThere(string existing, string name)
    {
        if (!File.Exists(name))
        {
            File.Move(existing, name, overwrite: true);
        }
    }

    private static IOException Failed(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"'{path}': {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string existing, string name);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);
}
