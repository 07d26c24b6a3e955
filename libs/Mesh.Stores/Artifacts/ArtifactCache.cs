using System.Security.Cryptography;
using System.Text;

namespace Mesh.Stores.Artifacts;

/// <summary>Local copies of remote artifacts, which processes share; the longest unused go when there are too many.
/// </summary>
/// <param name="folder">Where they are.</param>
/// <param name="capacity">Bytes that may stay.</param>
/// <param name="hold">How long a copy stays at least after it was last asked for.</param>
internal sealed class ArtifactCache(string folder, long capacity, TimeSpan hold)
{
    private readonly SemaphoreSlim[] _downloads = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>A name for a new file beside the copies.</summary>
    public string Temporary(string key)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, DirectoryTree.TemporaryName(key));
    }

    /// <summary>The copy of one version of an artifact, downloaded when it is not there.</summary>
    /// <param name="key">Its key; the copy keeps the extension.</param>
    /// <param name="version">Differs when the bytes differ.</param>
    /// <param name="download">Writes the bytes to a path.</param>
    /// <param name="cancellation">Ends the download.</param>
    public async Task<string> GetAsync(
        string key, string version, Func<string, CancellationToken, Task> download, CancellationToken cancellation)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{version}"));
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}-{Path.GetFileName(key)}");
        var turn = _downloads[hash[0] % _downloads.Length];
        await turn.WaitAsync(cancellation);
        try
        {
            if (!Touch(path))
            {
                await DownloadAsync(key, path, download, cancellation);
                Trim();
            }
        }
        finally
        {
            turn.Release();
        }

        return path;
    }

    /// <summary>Deletes temporaries untouched for <paramref name="age"/>.</summary>
    public int Sweep(TimeSpan age, CancellationToken cancellation) =>
        DirectoryTree.DeleteTemporaries(folder, DateTime.UtcNow - age, cancellation);

    private async Task DownloadAsync(
        string key, string path, Func<string, CancellationToken, Task> download, CancellationToken cancellation)
    {
        var temporary = Temporary(key);
        try
        {
            await download(temporary, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void Trim()
    {
        var copies = DirectoryTree.Files(folder).Select(path => new FileInfo(path)).Where(copy => copy.Exists)
            .Select(copy => (copy.FullName, copy.Length, Used: copy.LastWriteTimeUtc))
            .OrderBy(copy => copy.Used).ToList();
        var bytes = copies.Sum(copy => copy.Length);
        foreach (var copy in copies.Where(copy => copy.Used < DateTime.UtcNow - hold))
        {
            if (bytes <= capacity)
            {
                return;
            }

            File.Delete(copy.FullName);
            bytes -= copy.Length;
        }
    }
}
