namespace Mesh.Video;

/// <summary>How closely the written file follows the frames.</summary>
/// <param name="Crf">x264's constant rate factor, 0 (largest file) to 51; VP9 is driven to match.</param>
/// <param name="Preset">x264's preset: "ultrafast" to "veryslow".</param>
public sealed record VideoQuality(int Crf = 12, string Preset = "medium")
{
    /// <summary>Visually lossless.</summary>
    public static VideoQuality Default { get; } = new();
}
