using Google.Protobuf;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;

namespace Mesh.Gateway.Api;

/// <summary>The picture of what an edit is about to become, as long as it is denoised.</summary>
/// <param name="artifacts">Where it lies.</param>
/// <param name="edit">Whose it is.</param>
internal sealed class EditPreviews(IArtifactStore artifacts, Guid edit)
{
    private const int MaxBytes = 1 << 20;

    private readonly string _key = EditArtifacts.Preview(edit);
    private DateTimeOffset? _shown;

    /// <summary>Whether there is one that was not shown; it counts as shown then.</summary>
    public async Task<bool> IsNewAsync(CancellationToken cancellation)
    {
        var newest = await artifacts.FindAsync(_key, cancellation);
        if (newest is not { Bytes: <= MaxBytes } || newest.Modified == _shown)
            return false;
        _shown = newest.Modified;
        return true;
    }

    /// <summary>The newest picture, empty when it has been shown or there is none.</summary>
    public async Task<ByteString> NewAsync(CancellationToken cancellation) =>
        await IsNewAsync(cancellation) ? await ReadAsync(cancellation) ?? ByteString.Empty : ByteString.Empty;

    /// <summary>The newest picture, PNG; null when there is none.</summary>
    public async Task<ByteString?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await using var picture = await artifacts.OpenReadAsync(_key, 0, cancellation);
            return await ByteString.FromStreamAsync(picture, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }
}
