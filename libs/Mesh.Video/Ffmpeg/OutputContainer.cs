namespace Mesh.Video.Ffmpeg;

/// <summary>A container that can be written.</summary>
/// <param name="Extension">With the dot, lower case.</param>
/// <param name="Muxer">ffmpeg's name.</param>
/// <param name="HasExactTime">True when it takes the time base of the source; false when it rounds to 1 ms.</param>
/// <param name="IsVp9">True for VP9, false for H.264.</param>
/// <param name="AudioCodecs">What it stores as it is.</param>
/// <param name="AudioEncoder">ffmpeg's encoder for the rest.</param>
internal sealed record OutputContainer(
    string Extension, string Muxer, bool HasExactTime, bool IsVp9, string[] AudioCodecs, string AudioEncoder)
{
    private static readonly OutputContainer[] All =
    [
        new(".mp4", "mp4", true, false, ["aac", "mp3", "mp2", "ac3", "eac3", "alac", "opus", "flac", "dts"], "aac"),
        new(".mov", "mov", true, false,
            ["aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le",
             "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_mulaw", "pcm_alaw", "pcm_u8"], "aac"),
        new(".mkv", "matroska", false, false,
            ["aac", "mp3", "mp2", "ac3", "eac3", "dts", "truehd", "flac", "opus", "vorbis", "alac", "tta", "wavpack",
             "wmav1", "wmav2", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_s16be"], "aac"),
        new(".webm", "webm", false, true, ["opus", "vorbis"], "libopus"),
    ];

    /// <exception cref="VideoException">The extension is not one of those that can be written.</exception>
    public static OutputContainer Of(string path)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return Array.Find(All, container => container.Extension == extension) ?? throw new VideoException(
            $"{path}: the output must end in {string.Join(", ", All.Select(each => each.Extension))}.");
    }

    public bool Stores(AudioInfo audio) => AudioCodecs.Contains(audio.Codec);
}
