namespace Mesh.Video.Preservation;

/// <summary>Whether the sound is the same, and in step with the picture.</summary>
internal static class AudioFacts
{
    /// <summary>Below what anyone hears, above what containers round.</summary>
    private static readonly TimeSpan SyncTolerance = TimeSpan.FromMilliseconds(2);

    public static async Task<IReadOnlyList<PreservedFact>> MeasureAsync(
        VideoInfo source, VideoInfo output, VideoLimits limits, CancellationToken cancellation)
    {
        if (source.Audio.Count == 0)
        {
            return [new("audio", output.Audio.Count == 0, "none", Describe(output))];
        }

        var isSame = await SameAsync(source, output, isDecoded: false);
        var isSameSound = isSame || await SameAsync(source, output, isDecoded: true);
        var reason = isSame ? null
            : isSameSound ? "the same samples in other packets"
            : output.Audio.Count == 0 ? "it was not carried over"
            : "it was encoded again";
        var audio = new PreservedFact("audio", isSameSound, Describe(source), Describe(output), reason);
        return output.Audio.Count == 0 ? [audio] : [audio, await SyncAsync(source, output, limits, cancellation)];

        async Task<bool> SameAsync(VideoInfo a, VideoInfo b, bool isDecoded) =>
            a.Audio.Count == b.Audio.Count
            && (await AudioFingerprint.HashesAsync(a, isDecoded, limits, cancellation)).SequenceEqual(
                await AudioFingerprint.HashesAsync(b, isDecoded, limits, cancellation));
    }

    private static async Task<PreservedFact> SyncAsync(
        VideoInfo source, VideoInfo output, VideoLimits limits, CancellationToken cancellation)
    {
        var before = await LeadAsync(source, limits, cancellation);
        var after = await LeadAsync(output, limits, cancellation);
        return new(
            "audio sync",
            Math.Abs(before - after) <= SyncTolerance.TotalSeconds,
            $"picture {before:+0.000;-0.000;0.000} s after sound",
            $"picture {after:+0.000;-0.000;0.000} s after sound");
    }

    /// <summary>Seconds from the first audio packet to the first frame.</summary>
    private static async Task<double> LeadAsync(
        VideoInfo video, VideoLimits limits, CancellationToken cancellation)
    {
        var sound = await AudioFingerprint.FirstPacketAsync(video, limits, cancellation);
        return (video.Start + video.Timing.Timestamps[0]) * video.Timing.TimeBase.Value - sound;
    }

    private static string Describe(VideoInfo video) => video.Audio.Count == 0
        ? "none"
        : string.Join(", ", video.Audio.Select(audio => $"{audio.Codec} {audio.SampleRate} Hz x{audio.Channels}"));
}
