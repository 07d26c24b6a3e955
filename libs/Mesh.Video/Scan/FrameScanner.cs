using System.Runtime.CompilerServices;
using Mesh.Video.Ffmpeg;

namespace Mesh.Video.Scan;

/// <summary>
/// Streams every decoded frame of a file once, at reduced size. Decoding and shrinking are ffmpeg's, so that only
/// small frames cross the pipe.
/// </summary>
public sealed class FrameScanner : IAsyncDisposable
{
    private const int Least = 16;

    private readonly VideoHeader _video;
    private readonly VideoLimits _limits;
    private readonly MediaProcess _process;

    private FrameScanner(VideoHeader video, PixelSize size, int? threads, VideoLimits limits)
    {
        (_video, _limits, Size) = (video, limits, size);
        _process = MediaProcess.Start("ffmpeg", Arguments(video, size, threads, limits), limits.Process);
    }

    /// <summary>Luma of the frames.</summary>
    public PixelSize Size { get; }

    /// <summary>Frames so far.</summary>
    public int FrameCount { get; private set; }

    /// <summary>What the decoder complained about although it went on; null for nothing. Known after the last frame.
    /// </summary>
    public string? Damage { get; private set; }

    /// <param name="video">The file.</param>
    /// <param name="longSide">Longer side of the delivered frames, at least 16; smaller films are not enlarged.</param>
    /// <param name="threads">Of the decoder; null for its own choice.</param>
    /// <param name="limits">Frames, silence, and what the decoder may use up.</param>
    public static FrameScanner Open(
        VideoHeader video, int longSide = 160, int? threads = null, VideoLimits? limits = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, Least);
        return new(video, Reduced(new(video.DisplayWidth, video.Size.Height), longSide), threads,
            limits ?? VideoLimits.Default);
    }

    /// <summary>Every frame, each in an array of its own.</summary>
    /// <exception cref="VideoException">Nothing can be decoded, or there are more frames than allowed.</exception>
    public async IAsyncEnumerable<ScanFrame> FramesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var samples = GC.AllocateUninitializedArray<byte>(ScanFrame.BytesOf(Size));
            var read = await _process.ReadBlockAsync(samples, _limits.StallTimeout, cancellation);
            if (read < samples.Length)
                break;
            if (FrameCount == _limits.MaxFrames)
                throw Failed($"has more than {_limits.MaxFrames} frames, the limit");
            FrameCount++;
            yield return new(Size, samples);
        }
        var complaint = await _process.FinishAsync(_limits.StallTimeout, cancellation);
        if (FrameCount == 0)
            throw Failed(complaint is null ? "holds no frame that can be decoded" : $"cannot be decoded ({complaint})");
        Damage = complaint ?? await _process.ComplaintAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private VideoException Failed(string reason) =>
        new($"{Path.GetFileName(_video.Path)}: {reason}.", new VideoException(reason));

    private static PixelSize Reduced(PixelSize shown, int longSide)
    {
        var scale = Math.Min(1, (double)longSide / Math.Max(shown.Width, shown.Height));
        return new(Even(shown.Width * scale), Even(shown.Height * scale));
    }

    private static int Even(double side) => Math.Max(Least, 2 * (int)Math.Round(side / 2));

    private static IEnumerable<string> Arguments(VideoHeader video, PixelSize size, int? threads, VideoLimits limits) =>
    [
        "-nostdin", "-v", "error",
        .. threads is { } count ? ["-threads", $"{count}"] : Array.Empty<string>(),
        .. SafeInput.Arguments(video.Path, video.PictureDemuxer, limits),
        "-map", $"0:{video.StreamIndex}", "-fps_mode", "passthrough", "-filter_threads", "1",
        // Averaging over what a pixel covers: the reduced frame must not flicker where the film is sharp.
        "-vf", $"scale={size.Width}:{size.Height}:flags=area:in_range={(video.IsFullRange ? "pc" : "tv")}:out_range=pc,"
            + "format=yuv420p",
        "-f", "rawvideo", "pipe:1",
    ];
}
