using System.Globalization;
using System.Text;
using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Preservation;

/// <summary>What ffmpeg says about the packets of audio streams.</summary>
internal static class AudioFingerprint
{
    private const int MaxBytes = 64 << 10;

    /// <summary>MD5 of every audio stream.</summary>
    /// <param name="video">The file.</param>
    /// <param name="isDecoded">Of the samples, otherwise of the packets.</param>
    /// <param name="limits">Of the time ffmpeg may take.</param>
    /// <param name="cancellation">Stops ffmpeg.</param>
    public static async Task<IReadOnlyList<string>> HashesAsync(
        VideoInfo video, bool isDecoded, VideoLimits limits, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-nostdin", "-v", "error", .. SafeInput.Arguments(video.Path, video.PictureDemuxer, limits),
            .. video.Audio.SelectMany(audio => new[] { "-map", $"0:{audio.Index}" }),
            .. isDecoded ? Array.Empty<string>() : ["-c", "copy"],
            "-f", "streamhash", "-hash", "md5", "pipe:1",
        ];
        return (await OutputAsync("ffmpeg", arguments, video, limits, cancellation))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>When the first packet of the first audio stream starts, seconds on the clock of the file.</summary>
    public static async Task<double> FirstPacketAsync(
        VideoInfo video, VideoLimits limits, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "-v", "error", "-select_streams", $"{video.Audio[0].Index}", "-read_intervals", "%+#1",
            "-show_entries", "packet=pts_time", "-of", "default=nw=1:nk=1",
            .. SafeInput.Arguments(video.Path, video.PictureDemuxer, limits),
        ];
        var text = await OutputAsync("ffprobe", arguments, video, limits, cancellation);
        var first = text.Split('\n')[0];
        return double.TryParse(first, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
    }

    private static async Task<string> OutputAsync(
        string program, string[] arguments, VideoInfo video, VideoLimits limits, CancellationToken cancellation)
    {
        await using var process = MediaProcess.Start(program, arguments);
        var buffer = new byte[MaxBytes];
        var length = await process.ReadBlockAsync(buffer, limits.FinishTimeout, cancellation);
        if (await process.FinishAsync(limits.FinishTimeout, cancellation) is { } complaint)
            throw new VideoException($"{video.Path}: the audio cannot be read ({complaint}).");
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
