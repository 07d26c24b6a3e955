namespace Mesh.Gateway.Uploads;

/// <summary>The containers an edit can come out in, chosen by the extension of the name a caller gives.</summary>
public static class VideoContainers
{
    public const string Default = ".mp4";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [Default] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".mkv"] = "video/x-matroska",
        [".webm"] = "video/webm",
    };

    /// <summary>One of the known extensions, with its dot; of the name nothing else is looked at.</summary>
    /// <param name="fileName">Anything.</param>
    public static string Extension(string fileName)
    {
        var dot = fileName.LastIndexOf('.');
        var extension = dot < 0 ? "" : fileName[dot..].ToLowerInvariant();
        return MediaTypes.ContainsKey(extension) ? extension : Default;
    }

    /// <param name="extension">From <see cref="Extension"/>.</param>
    public static string MediaType(string extension) => MediaTypes[extension];
}
