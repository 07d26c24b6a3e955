using Mesh.Stores.Artifacts;
using Mesh.Video;

namespace Mesh.Vae;

/// <summary>
/// What the gateway's check of a film has found, so that no stage decodes the film just to look at it.
/// </summary>
internal static class ProbedFilm
{
    /// <param name="artifacts">Where it lies.</param>
    /// <param name="key">Its key; null when nothing was kept.</param>
    /// <param name="film">Where the film lies here.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null when there is none.</returns>
    public static async Task<VideoInfo?> FindAsync(
        IArtifactStore artifacts, string? key, string film, CancellationToken cancellation)
    {
        if (key is null)
            return null;
        try
        {
            await using var json = await artifacts.OpenReadAsync(key, offset: 0, cancellation);
            return await ProbedVideo.ReadAsync(json, film, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }
}
