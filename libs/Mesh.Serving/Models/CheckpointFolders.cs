using Mesh.Stores.Artifacts;

namespace Mesh.Serving.Models;

/// <summary>Brings published weights to this machine.</summary>
/// <param name="artifacts">Where they may lie.</param>
public sealed class CheckpointFolders(IArtifactStore artifacts)
{
    private const string Scheme = "artifact:";

    /// <summary>The folder of a location: the location itself, or a local copy of the artifacts below it.</summary>
    /// <param name="location">A path, or "artifact:" and a key prefix.</param>
    /// <param name="cancellation">Ends the copying.</param>
    /// <exception cref="DirectoryNotFoundException">There is nothing.</exception>
    public async Task<string> FetchAsync(string location, CancellationToken cancellation)
    {
        if (!location.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return Directory.Exists(location)
                ? location
                : throw new DirectoryNotFoundException($"{location} is no folder.");
        }

        var prefix = location[Scheme.Length..].TrimEnd('/');
        var folder = Directory.CreateTempSubdirectory("mesh-checkpoint-").FullName;
        var files = 0;
        await foreach (var artifact in artifacts.ListAsync(prefix, cancellation))
        {
            var path = Path.Combine(folder, artifact.Key[(prefix.Length + 1)..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var source = await artifacts.OpenReadAsync(artifact.Key, offset: 0, cancellation);
            await using var copy = File.Create(path);
            await source.CopyToAsync(copy, cancellation);
            files++;
        }
        return files > 0 ? folder : throw new DirectoryNotFoundException($"There is no artifact below {prefix}.");
    }

    /// <summary>Deletes a local copy; a folder that was named by its path stays.</summary>
    public static void Release(string location, string folder)
    {
        if (location != folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
