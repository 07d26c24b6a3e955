using Mesh.Video;

namespace Mesh.Encoder.Chat;

/// <summary>Pictures out of data URLs. Nothing is fetched: a URL that points elsewhere is refused.</summary>
/// <param name="most">Pictures of one request.</param>
internal sealed class DataPictures(int most)
{
    private const string Scheme = "data:image/";
    private const string Base64 = ";base64";

    private int _count;

    /// <exception cref="ChatException">It is no picture, or one too many.</exception>
    public async Task<RgbImage> DecodeAsync(string url, string path, CancellationToken cancellation)
    {
        if (++_count > most)
            throw ChatException.BadRequest(path, $"A conversation has at most {most} pictures.");
        var bytes = Bytes(url, path);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, bytes, cancellation);
            var info = await VideoProbe.ReadAsync(file, cancellation: cancellation);
            await using var reader = VideoReader.Open(info, new ReadOptions { Count = 1 });
            var picture = new RgbImage(reader.Width, reader.Height);
            return await reader.ReadAsync(picture.Pixels, cancellation)
                ? picture
                : throw new VideoException("it has no frame");
        }
        catch (VideoException error)
        {
            var reason = error.Message.Replace(file, "the picture", StringComparison.Ordinal);
            throw ChatException.BadRequest(path, $"The picture cannot be read: {reason}", "invalid_image");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] Bytes(string url, string path)
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || comma < 0
            || !url.AsSpan(0, comma).EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
        {
            throw ChatException.BadRequest(
                path, "Pictures come within the request, as data:image/png;base64,...; nothing is fetched.",
                "invalid_image_url");
        }

        try
        {
            return Convert.FromBase64String(url[(comma + 1)..]);
        }
        catch (FormatException)
        {
            throw ChatException.BadRequest(path, "The picture is not in base64.", "invalid_image_url");
        }
    }
}
