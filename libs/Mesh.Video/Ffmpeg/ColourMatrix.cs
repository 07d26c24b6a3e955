namespace Mesh.Video.Ffmpeg;

/// <summary>The RGB to YUV matrix in the words of ffmpeg's scale filter.</summary>
internal static class ColourMatrix
{
    private const int HighDefinitionWidth = 1280;
    private const int HighDefinitionLines = 577;

    /// <summary>
    /// The matrix a file names. Where it names none, what players assume: BT.709 from high definition up, else
    /// BT.601. One answer for reading and for writing, so that an untagged film comes back as it was.
    /// </summary>
    public static string Of(ColourTags colour, int width, int height) => colour.Space switch
    {
        "bt709" => "bt709",
        "fcc" => "fcc",
        "smpte170m" or "bt470bg" => "bt601",
        "smpte240m" => "smpte240m",
        "bt2020nc" or "bt2020c" => "bt2020",
        null when width < HighDefinitionWidth && height < HighDefinitionLines => "bt601",
        _ => "bt709",
    };

    /// <summary>Tags a YUV file can carry: those of an RGB or exotic source become BT.709.</summary>
    public static ColourTags Writable(ColourTags colour) => colour.Space switch
    {
        "gbr" => colour with { Space = "bt709", Range = "tv" },
        "ycgco" or "ictcp" or "smpte2085" or "chroma-derived-nc" or "chroma-derived-c" =>
            colour with { Space = "bt709" },
        _ => colour,
    };
}
