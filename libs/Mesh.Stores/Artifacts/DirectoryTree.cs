namespace Mesh.Stores.Artifacts;

/// <summary>Walks over a folder that other processes change meanwhile. Links are not followed.</summary>
internal static class DirectoryTree
{
    private const int DeleteAttempts = 10;
    private const string TemporarySuffix = ".tmp";

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
    };

    /// <summary>Name of the temporary of a file; no key can name it, for it starts with '.'.</summary>
    public static string TemporaryName(string path) =>
        $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{TemporarySuffix}";

    /// <summary>The file itself, or the files below the folder, without temporaries.</summary>
    public static IEnumerable<string> Files(string start) =>
        File.Exists(start) ? [start] : Walk(start).Where(file => !IsTemporary(file)).Select(file => file.FullName);

    /// <summary>Deletes temporaries that nobody has written to since <paramref name="before"/>, UTC.</summary>
    public static int DeleteTemporaries(string root, DateTime before, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var file in Walk(root).Where(file => IsTemporary(file) && file.LastWriteTimeUtc <= before))
        {
            cancellation.ThrowIfCancellationRequested();
            file.Delete();
            deleted++;
        }

        return deleted;
    }

    /// <summary>Deletes a file, or a folder with all in it, even while others write into it.</summary>
    public static void Delete(string path)
    {
        for (var attempt = 1; Path.Exists(path); attempt++)
        {
            try
            {
                if (File.Exists(path))
                {
                    File.Delete(path);
                }
                else
                {
                    Directory.Delete(path, recursive: true);
                }
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < DeleteAttempts)
            {
                continue;
            }
        }
    }

    private static IEnumerable<FileInfo> Walk(string folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder).GetFileSystemInfos("*", Everything);
        }
        catch (DirectoryNotFoundException)
        {
            yield break;
        }

        foreach (var entry in entries.Where(entry => entry.LinkTarget is null))
        {
            if (entry is FileInfo file)
            {
                yield return file;
                continue;
            }

            foreach (var below in Walk(entry.FullName))
            {
                yield return below;
            }
        }
    }

    private static bool IsTemporary(FileInfo file) =>
        file.Name.StartsWith('.') && file.Name.EndsWith(TemporarySuffix, StringComparison.Ordinal);
}
