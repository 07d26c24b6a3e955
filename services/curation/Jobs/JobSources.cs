using System.Security.Cryptography;
using System.Text;
using Mesh.Curation.Pipeline;
using Mesh.Curation.Sources;
using Mesh.Stores.Curation;

namespace Mesh.Curator.Jobs;

/// <summary>The films of jobs: only below the folders that are configured, and never written to.</summary>
public sealed class JobSources(CurationOptions options, ICurationJobStore jobs)
{
    private readonly string[] _folders =
        [.. options.InputFolders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "/")];

    /// <summary>Whether a film may be read.</summary>
    public bool IsAllowed(string path) =>
        !path.Contains('\0') && Array.Exists(
            _folders, folder => Path.GetFullPath(path, folder).StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Reads the film once, for its hash. One that is not there has the hash of its name.</summary>
    public async Task<SourceVideo> ReadAsync(CurationSource source, CancellationToken cancellation)
    {
        var path = Locate(source.Path);
        if (source.Hash is { } known)
            return Named(source.Path, path, known);
        if (!File.Exists(path))
            return Named(source.Path, path, Missing(source.Path));
        return (await SourceVideo.ReadAsync(path, cancellation)) with { Name = source.Path };
    }

    /// <summary>All films of a job, which have been looked at.</summary>
    public async Task<CurationSources> AllAsync(Guid job, CancellationToken cancellation)
    {
        var sources = await jobs.SourcesAsync(job, cancellation);
        return CurationSources.Of(sources.Select(source =>
            Named(source.Path, Locate(source.Path), source.Hash ?? Missing(source.Path))));
    }

    private string Locate(string path) =>
        _folders.Select(folder => Path.GetFullPath(path, folder))
            .FirstOrDefault(full => IsAllowed(full) && File.Exists(full))
        ?? (_folders.Length > 0 ? Path.GetFullPath(path, _folders[0]) : path);

    private static SourceVideo Named(string name, string path, string hash) => new(name, path, hash);

    private static string Missing(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"missing\n{name}")));
}
