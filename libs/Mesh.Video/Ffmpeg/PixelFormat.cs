using System.Text.RegularExpressions;

namespace Mesh.Video.Ffmpeg;

/// <summary>What the name of an ffmpeg pixel format says.</summary>
internal static partial class PixelFormat
{
    private static readonly string[] AlphaPrefixes =
        ["yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16", "ayuv"];

    // These count the bits of a pixel instead.
    private static readonly string[] SixteenBitParts = ["rgb48", "bgr48", "rgba64", "bgra64"];

    private static readonly string[] RgbParts = ["rgb", "bgr", "gbr"];

    /// <summary>Bits of one sample.</summary>
    public static int Depth(string format)
    {
        if (SixteenBitParts.Any(part => format.Contains(part, StringComparison.Ordinal)))
            return 16;
        return Digits().Match(format) is { Success: true } match ? int.Parse(match.Groups[1].Value, null) : 8;
    }

    public static bool HasAlpha(string format) =>
        AlphaPrefixes.Any(prefix => format.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>
    /// The format x264 and VP9 have that is nearest to that of the source. Odd sides need 4:4:4: the other formats
    /// share chroma between two pixels.
    /// </summary>
    public static string ForEncoder(string source, PixelSize size)
    {
        var isOdd = (size.Width | size.Height) % 2 == 1;
        var chroma = isOdd || IsRgb(source) ? "444" : Chroma(source);
        return Depth(source) > 8 ? $"yuv{chroma}p10le" : $"yuv{chroma}p";
    }

    private static bool IsRgb(string format) =>
        RgbParts.Any(part => format.Contains(part, StringComparison.Ordinal)) || format == "pal8";

    // Gray becomes 4:2:0, which every player shows: an edit may add colour to it.
    private static string Chroma(string format) =>
        format.Contains("444", StringComparison.Ordinal) || format.StartsWith("p41", StringComparison.Ordinal) ? "444"
        : format.Contains("422", StringComparison.Ordinal) || format.StartsWith("p21", StringComparison.Ordinal) ? "422"
        : "420";

    [GeneratedRegex(@"(?:p0|p2|p4|p|gray|rgb|bgr)(9|10|12|14|16)(?:le|be|msb)?")]
    private static partial Regex Digits();
}
