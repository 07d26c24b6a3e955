using System.Runtime.CompilerServices;

namespace Mesh.Stores.Artifacts;

/// <summary>
/// Artifacts as files below a folder, which several processes and machines may share. A write goes to a temporary in
/// the same folder, is flushed to the disk, and takes its name by rename.
/// </summary>
public sealed class DirectoryArtifactStore : IArtifactStore
{
    private readonly string _root;

    /// <param name="folder">Where they are; made when it is not there.</param>
    public DirectoryArtifactStore(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _root = Path.GetFullPath(folder);
        Directory.CreateDirectory(_root);
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellation = default) =>
        Task.FromResult(At(key).Exists);

    public Task<ArtifactInfo?> FindAsync(string key, CancellationToken cancellation = default) =>
        Task.FromResult(At(key).Find());

    public async Task WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        bool replace,
        CancellationToken cancellation = default)
    {
        var artifact = At(key);
        if (!replace && artifact.Exists)
        {
            return;
        }

        var temporary = artifact.CreateTemporary();
        try
        {
            await using (temporary)
            {
                await write(temporary, cancellation);
                await temporary.FlushAsync(cancellation);
                temporary.Flush(flushToDisk: true);
            }

            cancellation.ThrowIfCancellationRequested();
            artifact.Publish(temporary.Name, replace);
        }
        catch (IOException error) when (error is not ArtifactStoreException)
        {
            throw artifact.Failed(error);
        }
        finally
        {
            DirectoryTree.Delete(temporary.Name);
        }
    }

    public async Task WriteFileAsync(
        string key, string path, bool replace, CancellationToken cancellation = default)
    {
        var artifact = At(key);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Artifact '{key}': there is no file '{path}' to store.", path);
        }

        try
        {
            if (replace || !artifact.Exists)
            {
                await MoveAsync(artifact, path, replace, cancellation);
            }

            File.Delete(path);
        }
        catch (IOException error) when (error is not ArtifactStoreException)
        {
            throw artifact.Failed(error);
        }
    }

    public Task<Stream> OpenReadAsync(string key, long offset = 0, CancellationToken cancellation = default)
    {
        var file = At(key).Open();
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

    public Task<string> FetchAsync(string key, CancellationToken cancellation = default)
    {
        var artifact = At(key);
        return artifact.Exists ? Task.FromResult(artifact.FullName) : throw new ArtifactNotFoundException(key);
    }

    public Task DeleteAsync(string prefix, CancellationToken cancellation = default)
    {
        var artifact = At(ArtifactKey.CheckedPrefix(prefix));
        try
        {
            DirectoryTree.Delete(artifact.FullName);
        }
        catch (IOException error)
        {
            throw artifact.Failed(error);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ArtifactInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        var start = prefix.Length == 0 ? _root : At(ArtifactKey.CheckedPrefix(prefix)).FullName;
        foreach (var file in DirectoryTree.Files(start))
        {
            cancellation.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (ArtifactKey.IsValid(key) && At(key).Find() is { } found)
            {
                yield return found;
            }
        }
    }

    public Task<int> SweepAsync(TimeSpan age, CancellationToken cancellation = default) =>
        Task.FromResult(DirectoryTree.DeleteTemporaries(_root, DateTime.UtcNow - age, cancellation));

    private async Task MoveAsync(ArtifactFile artifact, string source, bool replace, CancellationToken cancellation)
    {
        Directory.CreateDirectory(artifact.Folder);
        if (!Posix.SameFileSystem(source, artifact.Folder))
        {
            await using var file = File.OpenRead(source);
            await WriteAsync(artifact.Key, file.CopyToAsync, replace, cancellation);
            return;
        }

        Posix.Flush(source);
        artifact.Publish(source, replace);
    }

    private ArtifactFile At(string key) => new(_root, key);
}
