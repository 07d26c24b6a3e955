namespace Mesh.Video.Ffmpeg;

/// <summary>
/// How a file of unknown origin is given to ffmpeg: by the file protocol only, by an absolute path, and only to
/// demuxers that read one file. Playlists, scripts and patterns that would open other files are not among them.
/// </summary>
internal static class SafeInput
{
    private static readonly string[] Demuxers =
    [
        "mov", "matroska", "avi", "flv", "live_flv", "mpegts", "mpeg", "mpegvideo", "ogg", "gif", "apng", "asf", "nut",
        "mxf", "h264", "hevc", "h263", "m4v", "vc1", "av1", "obu", "ivf", "mjpeg", "yuv4mpegpipe", "dv", "rm", "wtv",
        "png_pipe", "jpeg_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe",
        "mp3", "aac", "ac3", "wav", "flac", "aiff", "w64",
    ];

    /// <summary>The magic numbers of pictures, which must not reach the demuxer of numbered picture files.</summary>
    private static readonly (string Demuxer, int Offset, byte[] Magic)[] Pictures =
    [
        ("jpeg_pipe", 0, [0xFF, 0xD8, 0xFF]),
        ("webp_pipe", 8, "WEBP"u8.ToArray()),
        ("bmp_pipe", 0, "BM"u8.ToArray()),
        ("tiff_pipe", 0, [0x49, 0x49, 0x2A, 0x00]),
        ("tiff_pipe", 0, [0x4D, 0x4D, 0x00, 0x2A]),
    ];

    private static readonly byte[] PngMagic = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Bytes of the head that <see cref="PictureDemuxer"/> looks at.</summary>
    public const int HeadLength = 64;

    /// <param name="path">Absolute path.</param>
    /// <param name="pictureDemuxer">From <see cref="PictureDemuxer"/>.</param>
    /// <param name="limits">The decoder refuses frames beyond them.</param>
    public static IEnumerable<string> Arguments(string path, string? pictureDemuxer, VideoLimits limits) =>
    [
        "-protocol_whitelist", "file",
        "-format_whitelist", string.Join(',', Demuxers),
        "-max_pixels", $"{limits.MaxPixels}",
        .. pictureDemuxer is null ? Array.Empty<string>() : ["-f", pictureDemuxer],
        "-i", $"file:{path}",
    ];

    /// <summary>The demuxer to force for a picture file; null for anything else.</summary>
    /// <param name="head">First <see cref="HeadLength"/> bytes of the file.</param>
    public static string? PictureDemuxer(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(PngMagic))
            return head.IndexOf("acTL"u8) >= 0 ? "apng" : "png_pipe";
        foreach (var (demuxer, offset, magic) in Pictures)
        {
            if (head.Length > offset && head[offset..].StartsWith(magic))
                return demuxer;
        }
        return null;
    }
}
