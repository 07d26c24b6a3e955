using System.Runtime.CompilerServices;

namespace Mesh.Stores.Artifacts;

/// <summary>
/// Artifacts as files below a folder, which several processes and machines may share. A write goes to a temporary in
/// the same folder, is flushed to the disk, and takes its name by rename.
/// </summary>
public sealed class DirectoryArtifactStore : IArtifactStore
{
    private const int WriteAttempts = 5;

    private readonly string _root;

    /// <param name="folder">Where they are; made when it is not there.</param>
    public DirectoryArtifactStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _root = Path.GetFullPath(folder);
        Directory.CreateDirectory(_root);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        Task.FromResult(Find(key) is not null);

    public Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        Task.FromResult(Find(key));

    public async Task WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        bool replace,
        CancellationToken cancellation = default)
    {
        var path = PathOf(key);
        if (!replace && File.Exists(path))
        {
            return;
        }

        var (temporary, file) = Create(key, path);
        try
        {
            await using (file)
            {
                await write(file, cancellation);
                await file.FlushAsync(cancellation);
                file.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();
            Publish(key, temporary, path, replace);
        }
        catch (IOException error) when (error is not ArtifactStoreException)
        {
            throw Failed(key, error);
        }
        finally
        {
            DirectoryTree.Delete(temporary);
        }
    }

    public async Task WriteFileAsync(
        string key, string path, bool replace, CancellationToken cancellation = default)
    {
        var target = PathOf(key);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Artifact '{key}': there is no file '{path}' to store.", path);
        }

        try
        {
            if (replace || !File.Exists(target))
            {
                await MoveAsync(key, path, target, replace, cancellation);
            }

            File.Delete(path);
        }
        catch (IOException error) when (error is not ArtifactStoreException)
        {
            throw Failed(key, error);
        }
    }

    public Task<Stream> OpenReadAsync(string key, long offset = 0, CancellationToken cancellation = default)
    {
        var file = Open(key);
        if (offset < 0 || offset > file.Length)
        {
            var length = file.Length;
            file.Dispose();
            throw new ArgumentOutOfRangeException(
                nameof(offset), offset, $"Artifact '{key}' has {length} bytes: expected an offset of 0 to {length}.");
        }

        file.Seek(offset, SeekOrigin.Begin);
        return Task.FromResult<Stream>(file);
    }

    public Task<string> FetchAsync(string key, CancellationToken cancellation = default) =>
        Find(key) is null ? throw new ArtifactNotFoundException(key) : Task.FromResult(PathOf(key));

    public Task DeleteAsync(string prefix, CancellationToken cancellation = default)
    {
        var path = PathOf(ArtifactKey.CheckedPrefix(prefix));
        try
        {
            DirectoryTree.Delete(path);
        }
        catch (IOException error)
        {
            throw Failed(prefix, error);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        var start = prefix.Length == 0 ? _root : PathOf(ArtifactKey.CheckedPrefix(prefix));
        foreach (var file in DirectoryTree.Files(start))
        {
            cancellation.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (ArtifactKey.IsValid(key) && Find(key) is { } found)
            {
                yield return found;
            }
        }
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        Task.FromResult(DirectoryTree.DeleteTemporaries(_root, DateTime.UtcNow - age, cancellation));

    private ArtifactInfo? Find(string key)
    {
        var file = new FileInfo(PathOf(key));
        return file.Exists ? new ArtifactInfo(key, file.Length, file.LastWriteTimeUtc) : null;
    }

    private FileStream Open(string key)
    {
        try
        {
            return new FileStream(PathOf(key), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(key, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(key, error);
        }
    }

    // A delete of the folder may come between making it and the file in it.
    private (string Path, FileStream File) Create(string key, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(folder, DirectoryTree.TemporaryName(path));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return (temporary, new FileStream(
                    temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 128 * 1024, useAsync: true));
            }
            catch (DirectoryNotFoundException) when (attempt < WriteAttempts)
            {
                continue;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Failed(key, error);
            }
        }
    }

    private async Task MoveAsync(
        string key, string source, string target, bool replace, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!Posix.SameFileSystem(source, Path.GetDirectoryName(target)!))
        {
            await using var file = File.OpenRead(source);
            await WriteAsync(key, (stream, token) => file.CopyToAsync(stream, token), replace, cancellation);
            return;
        }

        Posix.Flush(source);
        Publish(key, source, target, replace);
    }

    private static void Publish(string key, string temporary, string path, bool replace)
    {
        try
        {
            if (replace)
            {
                File.Move(temporary, path, overwrite: true);
            }
            else
            {
                Posix.Link(temporary, path);
            }

            Posix.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactStoreException($"Artifact '{key}' was deleted while it was being written.", error);
        }
    }

    private string PathOf(string key)
    {
        var path = _root;
        foreach (var segment in ArtifactKey.Checked(key).Split('/'))
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is { } target)
            {
                throw new ArtifactStoreException(
                    $"Artifact '{key}': '{path}' is a link to '{target}'; a store holds files and folders alone.");
            }
        }

        return path;
    }

    private ArtifactStoreException Failed(string key, Exception error) => new(
        Posix.IsDiskFull(error)
            ? $"Artifact '{key}': no space is left in '{_root}'. Free some, or keep artifacts elsewhere."
            : $"Artifact '{key}' in '{_root}': {error.Message}",
        error);
}
