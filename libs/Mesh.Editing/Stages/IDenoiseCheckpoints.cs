namespace Mesh.Editing.Stages;

/// <summary>Where a denoiser keeps what it would otherwise lose with its process: small files by name.</summary>
public interface IDenoiseCheckpoints
{
    /// <summary>The path of a kept file, to read; null when there is none of that name.</summary>
    Task<string?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>Keeps a file durably, in place of one of that name.</summary>
    /// <param name="name">Lower-case letters, digits and hyphens.</param>
    /// <param name="path">A complete file; it may be moved away.</param>
    /// <param name="cancellation">Gives up keeping it.</param>
    Task SaveAsync(string name, string path, CancellationToken cancellation);
}
