namespace Mesh.Gateway.Edits;

/// <summary>Containers of films, as the web names them.</summary>
public static class MediaTypes
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".m4v"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".mkv"] = "video/x-matroska",
        [".webm"] = "video/webm",
        [".avi"] = "video/x-msvideo",
        [".ogv"] = "video/ogg",
        [".ts"] = "video/mp2t",
        [".gif"] = "image/gif",
    };

    /// <summary>By the extension of a name; any bytes when it is not known.</summary>
    public static string Of(string name) =>
        ByExtension.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
}
