namespace Mesh.Stores.Artifacts;

/// <summary>The place of one artifact in a folder; never outside it, and never by way of a link.</summary>
internal sealed class ArtifactFile
{
    private const int Attempts = 5;

    private readonly string _root;

    /// <exception cref="ArgumentException">The key is none.</exception>
    /// <exception cref="ArtifactStoreException">A link lies on the way.</exception>
    public ArtifactFile(string root, string key)
    {
        (_root, Key, FullName) = (root, key, root);
        foreach (var segment in ArtifactKey.Checked(key).Split('/'))
        {
            FullName = Path.Combine(FullName, segment);
            if (new FileInfo(FullName).LinkTarget is { } target)
            {
                throw new ArtifactStoreException(
                    $"Artifact '{key}': '{FullName}' is a link to '{target}'; a store holds files and folders alone.");
            }
        }
    }

    public string Key { get; }

    public string FullName { get; }

    public string Folder => Path.GetDirectoryName(FullName)!;

    public bool Exists => File.Exists(FullName);

    public ArtifactInfo? Find()
    {
        var file = new FileInfo(FullName);
        return file.Exists ? new ArtifactInfo(Key, file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <exception cref="ArtifactNotFoundException">There is none.</exception>
    public FileStream Open()
    {
        try
        {
            return new FileStream(FullName, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(Key, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(error);
        }
    }

    /// <summary>A temporary beside it, which takes its name by <see cref="Publish"/>.</summary>
    public FileStream CreateTemporary()
    {
        var temporary = Path.Combine(Folder, DirectoryTree.TemporaryName(FullName));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Folder);
                return new FileStream(
                    temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 128 * 1024, useAsync: true);
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                continue;  // deleted between its making and that of the file in it
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Failed(error);
            }
        }
    }

    /// <summary>Gives a complete file of the same file system its name; durable afterwards.</summary>
    /// <param name="complete">The file, flushed.</param>
    /// <param name="replace">False keeps one that has the name.</param>
    public void Publish(string complete, bool replace)
    {
        try
        {
            if (replace)
            {
                File.Move(complete, FullName, overwrite: true);
            }
            else
            {
                Posix.Link(complete, FullName);
            }

            Posix.Flush(Folder);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactStoreException($"Artifact '{Key}' was deleted while it was being written.", error);
        }
    }

    public ArtifactStoreException Failed(Exception error) => new(
        Posix.IsDiskFull(error)
            ? $"Artifact '{Key}': no space is left in '{_root}'. Free some, or keep artifacts elsewhere."
            : $"Artifact '{Key}' in '{_root}': {error.Message}",
        error);
}
