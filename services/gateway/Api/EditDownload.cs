using Mesh.ServiceDefaults.Errors;
using Mesh.Stores.Artifacts;
using Mesh.Stores.Jobs;

namespace Mesh.Gateway.Api;

/// <summary>The edited film of an edit.</summary>
public sealed class EditDownload(EditLookup lookup, IArtifactStore artifacts)
{
    /// <summary>The edit and its film, which is there.</summary>
    /// <exception cref="RequestException">There is no such edit, or it has not succeeded.</exception>
    public async Task<(EditJob Job, EditOutput Film)> FindAsync(
        Caller caller, string id, CancellationToken cancellation)
    {
        var job = await lookup.GetAsync(caller, id, cancellation);
        return job.Output is { } film ? (job, film) : throw RequestErrors.FailedPrecondition(
            "EDIT_SUCCEEDED",
            $"edit/{id}",
            $"The edit must have succeeded before its video can be had, it is {$"{job.State}".ToLowerInvariant()}.");
    }

    /// <summary>The bytes from an offset on.</summary>
    /// <exception cref="InvalidRequestException">The offset lies outside the film.</exception>
    public Task<Stream> OpenAsync(EditOutput film, long offset, CancellationToken cancellation) =>
        offset < 0 || offset > film.Bytes
            ? throw new InvalidRequestException("offset", $"must be 0 to {film.Bytes}, got {offset}")
            : artifacts.OpenReadAsync(film.Key, offset, cancellation);
}
