namespace Mesh.Video;

/// <summary>How the numbers of a video mean colours, in ffmpeg's words; null where the file does not say.</summary>
/// <param name="Range">"tv" (16 to 235) or "pc" (0 to 255).</param>
/// <param name="Space">The RGB to YUV matrix: "bt709", "smpte170m", "bt2020nc", "gbr"...</param>
/// <param name="Primaries">"bt709", "smpte170m", "bt2020"...</param>
/// <param name="Transfer">"bt709", "smpte2084", "arib-std-b67"...</param>
public sealed record ColourTags(string? Range, string? Space, string? Primaries, string? Transfer)
{
    /// <summary>A file that says nothing.</summary>
    public static ColourTags None { get; } = new(null, null, null, null);

    /// <summary>What new films are written with.</summary>
    public static ColourTags Bt709 { get; } = new("tv", "bt709", "bt709", "bt709");

    public override string ToString() =>
        $"range {Range ?? "-"}, matrix {Space ?? "-"}, primaries {Primaries ?? "-"}, transfer {Transfer ?? "-"}";
}
