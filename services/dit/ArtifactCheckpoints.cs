using Mesh.Editing.Stages;
using Mesh.Stores.Artifacts;

namespace Mesh.Dit;

/// <summary>
/// Checkpoints of a denoiser as artifacts: the running window under the key of the edit's checkpoint, windows that are
/// done below the same name without its extension.
/// </summary>
public sealed class ArtifactCheckpoints(IArtifactStore artifacts, string key) : IDenoiseCheckpoints
{
    private readonly string _folder = Path.ChangeExtension(key, null);

    public async Task<string?> FindAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await artifacts.ExistsAsync(KeyOf(name), cancellation)
                ? await artifacts.FetchAsync(KeyOf(name), cancellation)
                : null;
        }
        catch (ArtifactNotFoundException)
        {
            return null;  // deleted in between
        }
    }

    public Task SaveAsync(string name, string path, CancellationToken cancellation) =>
        artifacts.WriteFileAsync(KeyOf(name), path, replace: true, cancellation);

    /// <summary>Deletes them all; none is no error.</summary>
    public async Task DeleteAsync(CancellationToken cancellation)
    {
        await artifacts.DeleteAsync(key, cancellation);
        await artifacts.DeleteAsync(_folder, cancellation);
    }

    private string KeyOf(string name) =>
        name == DenoiseCheckpoint.Running ? key : $"{_folder}/{name}{Path.GetExtension(key)}";
}
