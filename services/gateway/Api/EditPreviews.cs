using Google.Protobuf;
using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;

namespace Mesh.Gateway.Api;

/// <summary>Pictures of what an edit looks like so far: "preview-*.png" in its folder.</summary>
/// <param name="artifacts">Where they lie.</param>
/// <param name="edit">Whose they are.</param>
internal sealed class EditPreviews(IArtifactStore artifacts, Guid edit)
{
    private const int MaxBytes = 1 << 20;

    private (string Key, DateTimeOffset Modified)? _shown;

    /// <summary>The newest picture, empty when it has been shown or there is none.</summary>
    public async Task<ByteString> NewAsync(CancellationToken cancellation)
    {
        ArtifactInfo? newest = null;
        await foreach (var artifact in artifacts.ListAsync(EditArtifacts.Folder(edit), cancellation))
        {
            var isPreview = artifact.Key.Contains("/preview-", StringComparison.Ordinal);
            if (isPreview && artifact.Bytes <= MaxBytes && !(artifact.Modified <= newest?.Modified))
                newest = artifact;
        }
        if (newest is null || (newest.Key, newest.Modified) == _shown)
            return ByteString.Empty;

        _shown = (newest.Key, newest.Modified);
        try
        {
            await using var picture = await artifacts.OpenReadAsync(newest.Key, 0, cancellation);
            return await ByteString.FromStreamAsync(picture, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return ByteString.Empty;  // the edit has ended in between
        }
    }
}
