using Mesh.ServiceDefaults.Bus;
using Mesh.Stores.Artifacts;
using Mesh.Video;
using Mesh.Video.Images;

namespace Mesh.Dit;

/// <summary>Keeps the newest preview of an edit as an artifact, and names it in the progress that follows.</summary>
/// <param name="artifacts">Where it is kept.</param>
/// <param name="key">Its key.</param>
/// <param name="next">Told of the progress.</param>
internal sealed class PreviewProgress(IArtifactStore artifacts, string key, IProgress<StageProgress> next)
    : IProgress<StageProgress>
{
    private bool _isNew;

    public async Task ShowAsync(RgbImage picture, CancellationToken cancellation)
    {
        var bytes = PngFile.Encode(new Raster(picture.Width, picture.Height, 3, picture.Pixels));
        try
        {
            await artifacts.WriteAsync(
                key, async (file, token) => await file.WriteAsync(bytes, token), replace: true, cancellation);
            _isNew = true;
        }
        catch (ArtifactStoreException)
        {
            // An edit does not fail for want of a picture.
        }
    }

    public void Report(StageProgress value)
    {
        next.Report(_isNew ? value with { PreviewKey = key } : value);
        _isNew = false;
    }
}
