using System.Globalization;

namespace Mesh.Video.Ffmpeg;

/// <summary>The header of an Opus stream.</summary>
/// <remarks>RFC 7845, section 5.1.</remarks>
internal static class OpusHead
{
    private const double SamplesPerMillisecond = 48;

    /// <summary>Samples to skip at the start; 0 when this is no Opus header.</summary>
    /// <param name="dump">ffprobe's dump: an offset, groups of four hexadecimal digits, then text.</param>
    public static int PreSkip(string? dump)
    {
        var hex = string.Concat((dump ?? "").Split(' ', StringSplitOptions.TrimEntries).Skip(1).Take(8));
        if (!hex.StartsWith("4f70757348656164", StringComparison.Ordinal) || hex.Length < 24)
            return 0;
        return Byte(10) + (Byte(11) << 8);

        int Byte(int index) =>
            int.Parse(hex.AsSpan(index * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    public static int Milliseconds(int samples) => (int)Math.Round(samples / SamplesPerMillisecond);
}
