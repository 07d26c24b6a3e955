using System.Text.Json.Serialization;

namespace Mesh.Video;

/// <summary>One audio stream of a file.</summary>
/// <param name="Index">Position among all streams of the file.</param>
/// <param name="Codec">ffmpeg's name: "aac", "opus", "pcm_s16le"...</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Duration">Null when the file does not say.</param>
public sealed record AudioInfo(int Index, string Codec, int Channels, int SampleRate, TimeSpan? Duration)
{
    /// <summary>Opus samples (48,000 a second) before the sound begins, which a player skips; otherwise 0.</summary>
    [JsonInclude]
    internal int PreSkip { get; init; }
}
